"""People's Markdown on a page: as formatted as its author wrote it, while the page can afford it."""

import re
from typing import Final

from markupsafe import Markup

from shared.markdown import plain, render
from web.reader import reader

LINKS: Final = re.compile(r"https?://|mailto:|/(?![/\\])|#", re.IGNORECASE)
"""Texts of staff also lead to pages of ours."""
LONGEST: Final = 20_000
MOST_MARKS: Final = 40_000
"""Tags and escaped letters on one page: some 50 ms of work. A page of 30 long messages has 3,000."""


def rich_text(text: str | None) -> Markup:
    """Headings start below the page's own. What goes beyond the page's share is shown as it was
    typed, so that no text of one person keeps the pages of others waiting."""
    text = text or ""
    now = reader()
    if len(text) > LONGEST or now.marks > MOST_MARKS:
        return Markup(plain(text))  # noqa: S704 - escaped there.
    html = render(text, LINKS)
    now.marks += html.count("<") + html.count("&")
    return Markup(html)  # noqa: S704 - cleaned there.
