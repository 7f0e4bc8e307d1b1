"""Markdown of partners as safe HTML. The only place where it happens, always on reading."""

from typing import Final

import nh3
from markdown_it import MarkdownIt

_TAGS: Final = {
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
_MARKDOWN: Final = (
    MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False, "maxNesting": 12})
    .enable(["heading", "list", "blockquote", "hr", "fence", "emphasis", "link", "backticks"])
    .enable(["escape", "newline", "entity", "autolink"])
)


def _leads_elsewhere(_tag: str, attribute: str, value: str) -> str | None:
    """A link names its whole address: nobody mistakes it for a page of ours."""
    if attribute == "href" and not value.lower().startswith(("https://", "http://")):
        return None
    return value


def render(markdown: str) -> str:
    """Headings, lists, quotes, emphasis, code and links. No images: they are evidence, not words.

    Headings step down two levels, below the page's own. What is not in the list of tags is gone,
    links carry no referrer and no rank, and only http(s) addresses stay links.
    """
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    return nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        attribute_filter=_leads_elsewhere,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer ugc",
        strip_comments=True,
    )
