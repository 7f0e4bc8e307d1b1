"""Why a partnership is held, and what its members may ask for. Pure."""

from datetime import date

from course.cohorts.rules import UNREADY_PLAN, Way, wrong_way


def open_things(
    *, course_opened: bool, completed: bool, plan_status: str | None, joint_steps: int
) -> list[str]:
    """What of the course is missing, the first thing first; the project's part is in `projects`."""
    if completed:
        return []
    if not course_opened:
        return ["course_not_opened"]
    found = [UNREADY_PLAN[plan_status]] if plan_status in UNREADY_PLAN else []
    return [*found, "joint_steps"] if joint_steps else found


def wrong_wish(way: str, until: date | None, members: int, today: date) -> tuple[str, str] | None:
    """The field that is wrong, and why. To finish now, or in another cohort, needs no day."""
    if way in ("finish", "move"):
        return ("until", "is not for this") if until is not None else None
    if until is None:
        return "until", "is needed"
    return wrong_way(Way("alone" if way == "alone" else "extend", until), members, today)
