"""Requests and answers about the advance of a cohort."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from course.cohorts.schemas import CohortAnswer
from shared.contracts.course import CohortPhase
from shared.http import Input, Output


class AdvanceSummary(Output):
    id: UUID
    from_phase: CohortPhase
    to_phase: CohortPhase
    moved: int
    held: int
    advanced_at: datetime
    undo_until: datetime
    undone_at: datetime | None


class PartnershipCounts(Output):
    handshake: int = 0
    partnering: int = 0
    course: int = 0
    project: int = 0
    closed: int = 0


class PlanCounts(Output):
    draft: int = 0
    submitted: int = 0
    returned: int = 0
    approved: int = 0


class CohortOverview(Output):
    cohort: CohortAnswer
    partnerships: PartnershipCounts
    plans: PlanCounts
    next_phases: list[CohortPhase]
    """Where the cohort may be advanced to now; its own phase lets those that were held follow."""
    last_advance: AdvanceSummary | None
    can_undo: bool


class HeldWay(Input):
    """How one partnership goes on after the close."""

    partnership_id: UUID
    way: Literal["extend", "alone"]
    until: date
    """The last day."""


class AdvanceRequest(Input):
    to: CohortPhase
    dry_run: bool = True
    ways: list[HeldWay] = Field(default_factory=list, max_length=1_500)
    """At the close: whoever is named here is held back until that day."""
    hold: list[UUID] = Field(default_factory=list, max_length=1_500)
    seen: str | None = Field(default=None, max_length=64)
    """The `digest` of a dry run: the run does exactly that or nothing."""


class MoveAnswer(Output):
    partnership_id: UUID
    people: list[str]
    from_phase: CohortPhase


class HeldAnswer(Output):
    partnership_id: UUID
    people: list[str]
    why: Literal[
        "handshake_open",
        "held_by_staff",
        "plan_not_written",
        "plan_not_submitted",
        "plan_waits_for_approval",
        "plan_returned",
        "course_not_opened",
    ]
    way: Literal["extend", "alone"] | None = None
    """At the close: how it goes on, and until which day."""
    until: date | None = None
    members: int = 0
    """How many are left in it; one alone may finish alone."""


class NoticeAnswer(Output):
    """An event that will be announced. `POST /v1/cohorts/{id}/recipients` of notifications says who hears it."""

    event: str
    on: date
    person_ids: list[UUID]
    """Whom it is about; nobody is named where it concerns the cohort as a whole."""


class AdvanceAnswer(Output):
    dry_run: bool
    from_phase: CohortPhase
    to_phase: CohortPhase
    moves: list[MoveAnswer]
    held: list[HeldAnswer]
    notices: list[NoticeAnswer]
    digest: str
    undo_until: datetime | None
