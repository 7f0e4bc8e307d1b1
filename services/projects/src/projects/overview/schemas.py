"""Responses about projects at a glance."""

from datetime import date, datetime
from uuid import UUID

from projects.boards.schemas import MilestoneView
from projects.overview.rules import ProjectState
from shared.http import Output


class CheckpointLine(Output):
    id: UUID
    number: int
    due_on: date
    may_report: bool
    reported_at: datetime | None
    reported_by: str
    needs_help: bool
    helped_at: datetime | None


class MemberView(Output):
    person_id: UUID
    name: str
    country: str
    school_name: str
    present: bool


class ResultLine(Output):
    status: str
    """`none` before the first save, then draft, submitted, returned, published or withdrawn."""
    title: str
    note: str
    submitted_at: datetime | None
    slug: str | None
    """Its page in the showcase, while it stands there."""


class ProjectCard(Output):
    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    title: str
    state: ProjectState
    countries: list[str]
    partner_names: list[str]
    next_due_on: date | None
    next_checkpoint_id: UUID | None
    next_milestone: str
    next_milestone_due_on: date | None
    result_status: str


class ProjectBoard(Output):
    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    cohort_closes_on: date | None
    title: str
    summary: str
    state: ProjectState
    waiting_for: list[str]
    """What the board still waits for: plan_approved, cohort_in_project, course_completed."""
    opened_at: datetime | None
    partner_lost: bool
    """Nobody else is left; whoever stayed may finish alone and is certified for their share."""
    may_edit: bool
    members: list[MemberView]
    milestones: list[MilestoneView]
    checkpoints: list[CheckpointLine]
    result: ResultLine


class CohortProject(Output):
    """One line of the staff's list."""

    partnership_id: UUID
    title: str
    state: ProjectState
    countries: list[str]
    member_names: list[str]
    opened_at: datetime | None
    next_due_on: date | None
    last_report_at: datetime | None
    milestones: int
    milestones_reached: int
    result_status: str
    help_checkpoint_id: UUID | None
    """The report that asks for help and was not answered yet."""
    partner_lost: bool
