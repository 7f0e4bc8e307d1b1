"""A partnership whose cohort has gone on without it, on Today."""

from collections.abc import Mapping
from typing import Any

from web.i18n import _


def thing(course: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What Today shows of it."""
    title, text = _words(course)
    return {
        "title": title,
        "text": text,
        "href": f"{address}/extension",
        "label": _("See what is open"),
        "icon": "calendar-clock",
        "urgency": 4,
        "due": course.get("extended_until") or "",
    }


def _words(course: Mapping[str, Any]) -> tuple[str, str]:
    """Title and text: after the close there is something to finish, before it to catch up with."""
    if course["cohort_phase"] == "closed":
        return (
            _("Finish %(cohort)s", cohort=course["cohort_title"]),
            _("The others have finished. See what is open, or ask for more time."),
        )
    return (
        _("Catch up with the others"),
        _("The others have begun their projects. See what is open."),
    )
