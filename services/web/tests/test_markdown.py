"""A page with texts of strangers is answered in time, whatever they wrote."""

from time import process_time

import pytest

from web.markdown import MOST_MARKS, rich_text
from web.reader import Reader, read_as, reader

MESSAGES, LETTERS = 30, 8_000
# Tables whose rows are shorter than their head, at several widths.
TABLES = [f"\n\n{'a|' * wide}\n{'-|' * wide}\n" + "x\n" * LETTERS for wide in (3, 25, 200, 1500)]
HOSTILE = [
    *TABLES,
    "![",
    "[",
    "[a](",
    "**_",
    "|a|b\n|-|-\n",
    "> a\n\n",
    "<a>",
    "x\n=\n",
    "a\n",
    "> - ",
    "&",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_thirty_hostile_messages_cost_a_page_less_than_200_ms(words: str) -> None:
    text = words * (LETTERS // len(words) + 1)
    texts = [f"{number} {text}"[:LETTERS] for number in range(MESSAGES)]
    best = float("inf")
    for _ in range(2):
        read_as(Reader())
        started = process_time()
        shown = [rich_text(text) for text in texts]
        best = min(best, process_time() - started)
    assert best < 0.2
    assert all(str(number) in html for number, html in enumerate(shown))


def test_what_exceeds_the_share_of_a_page_is_shown_as_typed() -> None:
    read_as(Reader(marks=MOST_MARKS + 1))
    assert rich_text("*so* <b>\nlate") == "<p>*so* &lt;b&gt;<br>\nlate</p>"
    assert rich_text("x" * 20_001).endswith("x</p>")


def test_an_honest_page_stays_far_below_its_share() -> None:
    read_as(Reader())
    letter = "## Our plan\n\n- **Monday**: a [map](https://a.example)\n- Tuesday\n\nWe write *a lot*.\n\n"
    for _ in range(MESSAGES):
        assert "<strong>Monday</strong>" in rich_text(letter * 10)
    assert reader().marks < MOST_MARKS / 4


def test_texts_of_staff_lead_to_our_pages_and_to_no_page_that_looks_like_ours() -> None:
    read_as(Reader())
    assert 'href="/today"' in rich_text("[today](/today)")
    assert 'href="mailto:a@b.example"' in rich_text("<a@b.example>")
    for address in ("//evil.example", "/\\evil.example", "javascript:alert(1)", "evil.example"):
        assert "href" not in rich_text(f"[x]({address})")
