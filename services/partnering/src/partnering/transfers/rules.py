"""Which cohorts can take a partnership that goes on after the close. Pure."""

from datetime import date
from typing import Final, Literal

Obstacle = Literal["ahead", "over", "full", "class_there"]
_RANK: Final = {"partnering": 1, "course": 2, "project": 3}


def runs(phase: str) -> bool:
    """A draft has not begun, and a closed cohort takes nobody any more."""
    return phase in _RANK


def obstacle(
    *,
    pace: str,
    cohort_phase: str,
    closes_on: date,
    phase: str,
    free_seats: int,
    classes: int,
    classes_there: int,
    today: date,
) -> Obstacle | None:
    """Why a running cohort cannot take a partnership in this phase, or None when it can.

    A fixed cohort that is ahead would leave it behind at once. In a rolling cohort each partnership
    has its own pace.
    """
    if pace == "fixed" and _RANK[cohort_phase] > _RANK[phase]:
        return "ahead"
    if closes_on <= today:
        return "over"
    if classes_there:
        return "class_there"
    return "full" if free_seats < classes else None
