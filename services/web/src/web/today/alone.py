"""Partnerships whose reader is the only one left: staff look for a new partner."""

from collections.abc import Iterable
from typing import Any

from web.i18n import _


def alone_ids(
    partnerships: Iterable[dict[str, Any]], courses: Iterable[dict[str, Any]]
) -> set[str]:
    """Those in which nobody else is seated. A handshake is not one yet, and a finished one rests;
    after the close of the cohort one finishes alone."""
    closed = {str(one["partnership_id"]) for one in courses if one.get("cohort_phase") == "closed"}
    return {
        str(one["id"])
        for one in partnerships
        if one["state"] == "confirmed"
        and str(one["id"]) not in closed
        and not any(each.get("present", True) for each in one["members"] if not each.get("you"))
    }


def without_joint_step(course: dict[str, Any], alone: set[str]) -> dict[str, Any]:
    """A step for all partners waits until there is one."""
    step = course.get("next_step")
    waits = step and step["kind"] == "joint" and str(course["partnership_id"]) in alone
    return {**course, "next_step": None} if waits else course


def thing(partnership_id: str) -> dict[str, Any]:
    """What Today shows of it."""
    return {
        "title": _("We look for a new partner for you"),
        "text": _(
            "Course staff email you when they have found one. Your work is kept, and you can go on "
            "with your own steps."
        ),
        "href": f"/partnerships/{partnership_id}",
        "label": _("Open your partnership"),
        "icon": "handshake",
        "urgency": 6,
    }
