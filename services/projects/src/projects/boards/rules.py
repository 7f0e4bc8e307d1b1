"""When a board opens. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What has been heard about a partnership, in whichever order."""

    plan_approved: bool
    course_completed: bool
    phase: str | None
    """The cohort's phase; None while the cohort is unknown."""
    rolling: bool
    held: bool
    dissolved: bool


def missing(facts: Facts) -> list[str]:
    """What a board still waits for: `plan_approved`, `cohort_in_project`, `course_completed`.

    In a fixed cohort the board opens when the cohort's projects begin; whoever was held back
    follows on completing the course, also after the cohort has closed. In a rolling cohort each
    partnership follows its own pace.
    """
    waits = [] if facts.plan_approved else ["plan_approved"]
    after_the_close = facts.phase == "closed" and facts.held
    if not after_the_close and facts.phase in (None, "draft", "closed"):
        return [*waits, "cohort_in_project"]
    if facts.rolling or after_the_close:
        return waits if facts.course_completed else [*waits, "course_completed"]
    if facts.phase != "project":
        return [*waits, "cohort_in_project"]
    if facts.held and not facts.course_completed:
        return [*waits, "course_completed"]
    return waits


def is_ready(facts: Facts) -> bool:
    """A dissolved partnership opens nothing; the others when nothing is missing."""
    return not facts.dissolved and not missing(facts)
