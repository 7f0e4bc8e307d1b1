"""What is open in a held partnership, and the ways on: codes as sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from web.i18n import N_, _, gettext, ngettext
from web.i18n.formats import day

OPEN = {
    "course_not_opened": N_("Your course has not opened yet."),
    "joint_steps": N_("Steps of the course that you do together are open."),
    "plan_not_written": N_("There is no project plan yet."),
    "plan_not_submitted": N_("Your project plan is not submitted."),
    "plan_waits_for_approval": N_("Your project plan waits for course staff."),
    "plan_returned": N_("Changes to your project plan are requested."),
    "project_not_open": N_("Your project has not opened yet."),
    "report_open": N_("A progress report is not written."),
    "result_open": N_("Your project result is not submitted."),
    "result_returned": N_("Changes to your project result are requested."),
    "result_waits": N_("Your project result waits for course staff."),
}
OBSTACLES = {
    "ahead": N_("It is in a later phase than the partnership."),
    "over": N_("It ends today or has ended."),
    "full": N_("It has too few free places."),
    "class_there": N_("A class of the partnership takes part in it already."),
}
RUNNING = frozenset({"on_track", "checkpoint_due", "overdue", "needs_help"})


def open_words(codes: Iterable[str]) -> list[str]:
    return [gettext(OPEN[one]) for one in codes if one in OPEN]


def open_in_project(project: Mapping[str, Any] | None) -> list[str]:
    """What of the project is missing, as `projects` tells its members."""
    if project is None or project["state"] in ("finished", "closed"):
        return []
    if project["state"] not in RUNNING:
        return ["project_not_open"]
    found = ["report_open"] if project["state"] in ("checkpoint_due", "overdue") else []
    of_result = {"returned": "result_returned", "submitted": "result_waits"}
    return [*found, of_result.get(project.get("result_status") or "", "result_open")]


def request_word(request: Mapping[str, Any]) -> str:
    """What was asked for, in one sentence."""
    until = day(request["until"]) if request["until"] else ""
    if request["way"] == "extend":
        return _("More time until %(until)s", until=until)
    if request["way"] == "alone":
        return _("To finish alone until %(until)s", until=until)
    if request["way"] == "move":
        return _("To go on in another cohort")
    return _("To end the partnership now")


def asking_options(*, alone: bool) -> list[tuple[str, str]]:
    """For members."""
    return [
        ("extend", _("We need more time")),
        *([("alone", _("I finish alone"))] if alone else []),
        ("move", _("Go on in a later cohort")),
        ("finish", _("We have finished, or have to stop")),
    ]


def deciding_options(*, alone: bool) -> list[tuple[str, str]]:
    """For staff."""
    return [
        ("extend", _("Goes on until the last day")),
        *([("alone", _("Finishes alone until the last day"))] if alone else []),
        ("finish", _("Ends now")),
    ]


def holding_options(*, alone: bool) -> list[tuple[str, str]]:
    """For staff, before the close."""
    return [one for one in deciding_options(alone=alone) if one[0] != "finish"]


def destination(cohort: Mapping[str, Any]) -> str:
    """A cohort to move to: its name, what is next there, and the places that are free."""
    free = ngettext("%(num)d free place", "%(num)d free places", cohort["free_seats"])
    if cohort["pace"] == "rolling":
        dates = _("until %(end)s", end=day(cohort["closes_on"]))
    else:
        dates = _(
            "course from %(course)s, projects from %(project)s, until %(end)s",
            course=day(cohort["course_starts_on"]),
            project=day(cohort["project_starts_on"]),
            end=day(cohort["closes_on"]),
        )
    return f"{cohort['title']}: {dates} ({free})"


def obstacle(code: str) -> str:
    return gettext(OBSTACLES[code])
