"""Answers about a partnership's way through the course."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from course.content.schemas import Kind, StepAnswer
from shared.contracts.course import CohortPhase
from shared.http import Output

PartnershipPhase = Literal["partnering", "course", "project", "closed"]


class MemberAnswer(Output):
    person_id: UUID
    name: str
    country: str
    zone: str
    school_name: str


class StepProgress(Output):
    id: UUID
    key: str
    position: int
    kind: Kind
    minutes: int
    title: str
    done_by: list[UUID]
    mine_done: bool
    complete: bool
    """Joint: every member has ticked it. Individual: I have."""


class WeekProgress(Output):
    number: int
    title: str
    summary: str
    opens_on: date
    opened: bool
    school_free_for: list[UUID]
    """Members known to have holidays for most of this week."""
    steps: list[StepProgress]
    complete: bool


class NextStep(Output):
    week: int
    step_id: UUID
    title: str
    kind: Kind
    minutes: int
    waits_for: list[UUID]
    """Members who have ticked nothing here yet; only I can move on when I am among them."""


class CourseAnswer(Output):
    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    phase: PartnershipPhase
    starts_on: date | None
    ends_on: date | None
    completed_at: datetime | None
    members: list[MemberAnswer]
    calendars_unknown_for: list[UUID]
    weeks: list[WeekProgress]
    current_week: int | None
    next_step: NextStep | None
    joint_done: int
    joint_total: int
    minutes_left: int
    """Of the open weeks, for me."""
    plan_status: Literal["draft", "submitted", "returned", "approved"]
    check_in_asked: bool
    """The silence clock has asked whether everybody is still in, and I have not answered."""


class StepPage(Output):
    step: StepAnswer
    progress: StepProgress
    members: list[MemberAnswer]
    opened: bool
    previous_step_id: UUID | None
    following_step_id: UUID | None


class MyCourse(Output):
    partnership_id: UUID
    cohort_id: UUID
    cohort_title: str
    phase: PartnershipPhase
    partners: list[str]
    starts_on: date | None
    current_week: int | None
    completed_at: datetime | None
    cohort_phase: CohortPhase
    behind: bool
    """Others of the cohort have gone on, or it is closed."""
    extended_until: date | None
    """Its last day, where staff have named one."""


class MyCourses(Output):
    items: list[MyCourse]
