"""Two versions of a text are shown beside each other, whatever was written."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.plans.comparing import Difference, differences

TEXTS = st.text(alphabet="ab. \nç?", max_size=60)


def test_an_unchanged_sentence_stays_whole_and_a_changed_one_shows_its_words() -> None:
    before = "We film the river. We talk on Monday. The end."
    after = "We film the river. We talk on Friday morning. The end."
    assert differences(before, after) == [
        Difference("same", "We film the river. We talk on "),
        Difference("removed", "Monday"),
        Difference("added", "Friday morning"),
        Difference("same", ". The end."),
    ]


def test_sentences_that_only_share_common_words_are_not_mixed() -> None:
    found = differences("The river is long.\nThe end.", "A map of it all.\nThe end.")
    assert found[-1].kind == "same"
    assert found[-1].text.endswith("The end.")


@given(before=TEXTS, after=TEXTS)
def test_both_texts_can_be_read_from_their_differences(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(one.text for one in found if one.kind != "added") == before
    assert "".join(one.text for one in found if one.kind != "removed") == after
    assert all(one.text for one in found)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 3_000, "a b " * 1_500),
        ("a b " * 1_500, "b a " * 1_500),
        ("a. " * 2_000, "a. b. " * 1_000),
        ("." * 6_000, "!" * 6_000),
        (
            " ".join(str(one) for one in range(1_500)),
            " ".join(str(one) for one in range(1_500, 0, -1)),
        ),
    ],
)
def test_comparing_hostile_texts_costs_a_page_less_than_200_ms(before: str, after: str) -> None:
    best = float("inf")
    for _ in range(2):
        started = process_time()
        differences(before, after)
        best = min(best, process_time() - started)
    assert best < 0.2
