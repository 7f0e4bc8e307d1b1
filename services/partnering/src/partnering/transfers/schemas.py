"""Requests and responses of moving a partnership to another cohort."""

from datetime import date
from typing import Literal
from uuid import UUID

from partnering.transfers.rules import Obstacle
from shared.http import Input, Output


class Destination(Output):
    """A running cohort, and what keeps it from taking the partnership, if anything does."""

    cohort_id: UUID
    title: str
    pace: Literal["fixed", "rolling"]
    phase: Literal["partnering", "course", "project"]
    course_starts_on: date
    project_starts_on: date
    closes_on: date
    free_seats: int
    obstacle: Obstacle | None


class Transfer(Input):
    to_cohort_id: UUID
