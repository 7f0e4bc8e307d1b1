"""What state a project is in. Pure."""

from datetime import date
from typing import Literal

ProjectState = Literal[
    "waiting", "on_track", "checkpoint_due", "overdue", "needs_help", "finished", "closed"
]


def state_of(
    *,
    opened: bool,
    finished: bool,
    cohort_closed: bool,
    needs_help: bool,
    next_due_on: date | None,
    announced: bool,
    today: date,
) -> ProjectState:
    """One word per project, the most urgent first. `next_due_on` is the next unreported checkpoint."""
    if finished:
        return "finished"
    if cohort_closed:
        return "closed"
    if not opened:
        return "waiting"
    if needs_help:
        return "needs_help"
    if next_due_on is not None and next_due_on < today:
        return "overdue"
    if next_due_on is not None and announced:
        return "checkpoint_due"
    return "on_track"
