"""People's Markdown as HTML that is safe to show, in time that grows with the text and no faster."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final, cast

import nh3
import pyromark

TAGS: Final = frozenset(
    [
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
    ]
)
WEB: Final = re.compile(r"https?://", re.IGNORECASE)
"""A link that names its whole address: nobody mistakes it for a page of ours."""
DEEPEST: Final = 20
"""Lists in quotes in lists: beyond this depth the words go on, their form does not. The cleaner
takes quadratic time for nested blocks."""
MOST_CELLS: Final = 10_000
"""Short rows of a table are filled up to its width: a few thousand letters make a quarter of a
million cells. Beyond this, tables are shown as they were typed."""
_PLAIN: Final = {
    "Paragraph": ("<p>", "</p>\n"),
    "HtmlBlock": ("<p>", "</p>\n"),
    "Item": ("<li>", "</li>\n"),
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "TableHead": ("<thead><tr>", "</tr></thead>\n<tbody>"),
    "TableRow": ("<tr>", "</tr>\n"),
}
_ALONE: Final = {"SoftBreak": "\n", "HardBreak": "<br>\n", "Rule": "<hr>\n"}


def render(text: str, links: re.Pattern[str] = WEB) -> str:
    """Headings, lists, quotes, emphasis, code, tables and links.

    Headings step down two levels, below the page's own. HTML is shown as it was typed, a picture
    becomes a link to it. Only addresses that begin as `links` says stay links, and they carry
    neither referrer nor rank.
    """
    return nh3.clean(
        "".join(_written(text, links)),
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )


def plain(text: str) -> str:
    """The words alone, each line on its own."""
    return "<p>{}</p>".format("<br>\n".join(escape(line) for line in text.splitlines()))


def _written(text: str, links: re.Pattern[str]) -> list[str]:
    written: list[str] = []
    closing: list[str] = []
    cell = "td"
    for event in cast("Iterable[Any]", pyromark.events(text, options=_options(text))):
        if isinstance(event, str):
            written.append(_ALONE.get(event, ""))
            continue
        ((kind, value),) = event.items()
        if kind == "Start":
            if value == "TableHead":
                cell = "th"
            opened, closed = "", ""
            if len(closing) < DEEPEST:
                opened, closed = _tags(value, cell, links, inside_link="</a>" in closing)
            written.append(opened)
            closing.append(closed)
        elif kind == "End":
            if value == "TableHead":
                cell = "td"
            written.append(closing.pop())
        elif kind == "Code":
            written.append(f"<code>{escape(value)}</code>")
        else:
            written.append(escape(value))
    return written


def _options(text: str) -> pyromark.Options:
    """With tables, while the widest line times all lines stays within reason."""
    lines = text.splitlines()
    cells = len(lines) * max((line.count("|") for line in lines), default=0)
    return pyromark.Options.ENABLE_TABLES if cells <= MOST_CELLS else pyromark.Options(0)


def _tags(tag: Any, cell: str, links: re.Pattern[str], *, inside_link: bool) -> tuple[str, str]:
    """What stands before and after."""
    if isinstance(tag, str):
        return (f"<{cell}>", f"</{cell}>") if tag == "TableCell" else _PLAIN.get(tag, ("", ""))
    ((name, value),) = tag.items()
    if name in {"Link", "Image"}:
        address = value["dest_url"]
        if value["link_type"] == "Email":
            address = f"mailto:{address}"
        if inside_link or not links.match(address):
            return "", ""
        return f'<a href="{escape(address)}">', "</a>"
    if name == "Heading":
        level = min(int(value["level"][1]) + 2, 6)
        return f"<h{level}>", f"</h{level}>\n"
    if name == "List":
        start = "" if value in {None, 1} else f' start="{value}"'
        kind = "ul" if value is None else "ol"
        return f"<{kind}{start}>\n", f"</{kind}>\n"
    form = {
        "BlockQuote": ("<blockquote>\n", "</blockquote>\n"),
        "CodeBlock": ("<pre><code>", "</code></pre>\n"),
        "Table": ("<table>", "</tbody></table>\n"),
    }
    return form.get(name, ("", ""))
