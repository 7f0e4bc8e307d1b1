"""Words of people become safe HTML, in time."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.markdown import plain, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='x' onclick='alert(1)'>x</a>",
    "<div hx-get='/v1/me' hx-trigger='load'>x</div>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<base href='https://evil.example/'>",
    "<form action='https://evil.example'><input name=password></form>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<!--><script>alert(1)</script>-->",
    "<style>@import 'https://evil.example';</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](//evil.example/path)",
    "[x](file:///etc/passwd)",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example/\"onmouseover='alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://a.example/"onmouseover=alert(1)>',
    "![x](https://tracker.example/pixel.png)",
    "![x](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '``` "><script>alert(1)</script>\nx\n```',
    "# <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{7*7}} {% raw %}",
    "|<script>alert(1)</script>|[x](javascript:alert(1))|\n|-|-|\n|<b onclick=x>|",
    "[![x](javascript:alert(1))](https://a.example)",
]
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)([^>]*)>")
SAFE_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
SAFE_ATTRIBUTES = re.compile(
    r'^(?: (?:href="(?:https?:[^"<>]*)"|rel="nofollow noopener noreferrer ugc"|start="\d+"))*\s*/?$'
)


def assert_harmless(html: str) -> None:
    for _closing, tag, attributes in TAG.findall(html):
        assert tag in SAFE_TAGS, html
        assert SAFE_ATTRIBUTES.match(attributes), html
    assert html.count("<") == len(TAG.findall(html)), html


@pytest.mark.parametrize("attack", ATTACKS)
def test_html_and_unsafe_links_are_shown_as_words(attack: str) -> None:
    assert_harmless(render(attack))
    assert_harmless(render(f"- **{attack}**\n\n{attack}"))


@given(st.text(alphabet="<>[]()!&#;:*_`\"'\\/| \nabhjrtx=-1", max_size=120))
@settings(max_examples=400, deadline=None)
def test_no_input_becomes_more_than_the_listed_tags(text: str) -> None:
    assert_harmless(render(text))


def test_headings_lists_links_and_quotes_are_formatted() -> None:
    html = render("# We met\n\n- **Ada**\n- [film](https://example.org/?a=1&b=2)\n\n> a quote")
    assert "<h3>We met</h3>" in html
    assert "<strong>Ada</strong>" in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert 'rel="nofollow noopener noreferrer ugc"' in html
    assert "<blockquote>" in html


def test_html_is_shown_as_it_was_typed() -> None:
    assert "1 &lt; 2 and &lt;b&gt;bold&lt;/b&gt;" in render("1 < 2 and <b>bold</b>")
    assert "&lt;div&gt;" in render("<div>\nhello\n</div>")


def test_a_table_and_the_number_of_a_list_are_kept() -> None:
    html = render("|Day|Time|\n|-|-|\n|Mon|*9*|\n\n7. seven")
    assert "<th>Day</th>" in html
    assert "<td><em>9</em></td>" in html
    assert '<ol start="7">' in html


def test_a_picture_becomes_a_link_and_links_do_not_nest() -> None:
    html = render(
        "![our map](https://a.example/map.png) [![x](https://b.example)](https://c.example)"
    )
    assert '<a href="https://a.example/map.png"' in html
    assert ">our map</a>" in html
    assert "b.example" not in html
    assert html.count("<a ") == 2


def test_plain_text_keeps_its_lines() -> None:
    assert plain("1 < 2\nand *so* on") == "<p>1 &lt; 2<br>\nand *so* on</p>"


# Each is repeated up to the wanted length. Most of them take quadratic time in some parser.
SLOW = {
    "images": "![",
    "brackets": "[",
    "links": "[a](",
    "unclosed links": "[a](<",
    "links that are": "[a](https://b.example)",
    "stars": "*a ",
    "strong and stars": "**_",
    "emphasis": "a**b",
    "nested emphasis": "*a **b ",
    "ticks": "`a``b```",
    "quotes": "> ",
    "quotes and lists": "> - ",
    "separate quotes": "> a\n\n",
    "lists": "- ",
    "items": "- a\n",
    "references": "[a]: /x\n",
    "less than": "<",
    "tags": "<a>",
    "attributes": "<a b='",
    "comments": "<!-- ",
    "declarations": "<![CDATA[",
    "entities": "&",
    "known entities": "&amp;",
    "backslashes": "\\",
    "mail addresses": "<a@b.example>",
    "small tables": "|a|b\n|-|-\n",
    "headings": "x\n=\n",
    "hard breaks": "a  \n",
    "tildes": "~~~",
    "footnotes": "[^",
    "parentheses": "[a](((",
}
GROWING = {
    "one long reference used often": lambda n: (
        f"[a]: https://x.example/{'y' * (n // 2)}\n\n" + "[a]" * (n // 6)
    ),
    "a wide table of empty rows": lambda n: (
        "|a" * (n // 8) + "\n" + "|-" * (n // 8) + "\n" + "|\n" * (n // 4)
    ),
    "open then close": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "stars then stars": lambda n: "*" * (n // 2) + "a" + "*" * (n // 2),
    "ticks of every length": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5))),
    "deep lists": lambda n: "\n".join("  " * i + "- a" for i in range(int(n**0.5))),
    "many references": lambda n: "".join(f"[{i}]: b\n" for i in range(n // 10)) + "[x]" * (n // 6),
}
SHAPES = {**{name: (lambda n, s=s: (s * n)[:n]) for name, s in SLOW.items()}, **GROWING}


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_markdown_takes_time_and_room_in_proportion_to_its_length(name: str) -> None:
    seconds, letters = zip(
        *(_cost(SHAPES[name](length)) for length in (8_000, 64_000)), strict=True
    )
    assert seconds[0] < 0.05
    assert seconds[1] < 0.4
    assert letters[1] < 3 * 8 * letters[0] + 100_000


def _cost(text: str) -> tuple[float, int]:
    best, html = float("inf"), ""
    for _ in range(3):
        started = process_time()
        html = render(text)
        best = min(best, process_time() - started)
    return best, len(html)
