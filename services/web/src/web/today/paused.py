"""Partnerships in which contact is paused: staff act next, and their members wait."""

from collections.abc import Iterable
from typing import Any

from web.i18n import _


def paused_ids(partnerships: Iterable[dict[str, Any]]) -> set[str]:
    return {str(one["id"]) for one in partnerships if one.get("contact_paused")}


def going(listed: list[dict[str, Any]], resting: set[str]) -> list[dict[str, Any]]:
    """The courses or projects in which the members can act now."""
    return [one for one in listed if str(one["partnership_id"]) not in resting]


def thing(partnership_id: str) -> dict[str, Any]:
    """What Today shows instead of a next step that the services refuse."""
    return {
        "title": _("Contact is paused"),
        "text": _("Course staff will contact you and help you to continue. Your work is kept."),
        "href": f"/partnerships/{partnership_id}",
        "label": _("Open your partnership"),
        "icon": "shield-check",
        "urgency": 6,
    }
