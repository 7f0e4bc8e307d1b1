"""Why a partnership is held, and what its members may ask for. Pure."""

from datetime import date
from typing import Final

from course.cohorts.rules import Way, wrong_way

_RANK: Final = {"draft": 0, "partnering": 1, "course": 2, "project": 3, "closed": 4}
_OF_PLAN: Final = {
    None: "plan_not_written",
    "draft": "plan_not_submitted",
    "submitted": "plan_waits_for_approval",
    "returned": "plan_returned",
}


def is_behind(pace: str, cohort_phase: str, phase: str) -> bool:
    """Whether others have gone on. In a rolling cohort each has its own pace until the close."""
    if pace == "rolling" and cohort_phase != "closed":
        return False
    return cohort_phase in ("project", "closed") and _RANK[phase] < _RANK[cohort_phase]


def open_things(
    *, course_opened: bool, completed: bool, plan_status: str | None, joint_steps: int
) -> list[str]:
    """What of the course is missing, the first thing first; the project's part is in `projects`."""
    if completed:
        return []
    if not course_opened:
        return ["course_not_opened"]
    found = [_OF_PLAN[plan_status]] if plan_status in _OF_PLAN else []
    return [*found, "joint_steps"] if joint_steps else found


def wrong_wish(way: str, until: date | None, members: int, today: date) -> tuple[str, str] | None:
    """The field that is wrong, and why. To finish now needs no day."""
    if way == "finish":
        return ("until", "is not for this") if until is not None else None
    if until is None:
        return "until", "is needed"
    return wrong_way(Way("alone" if way == "alone" else "extend", until), members, today)
