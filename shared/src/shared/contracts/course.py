"""Facts announced by `course`: cohorts and their phases, courses, plans and peer review."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.event import Event, Part

Pace = Literal["fixed", "rolling"]
CohortPhase = Literal["draft", "partnering", "course", "project", "closed"]


class CohortChanged(Event, type="course.cohort.changed.v1", aggregate="cohort_id"):
    """A cohort is new or its description differs."""

    cohort_id: UUID
    slug: str
    title: str
    pace: Pace
    phase: CohortPhase
    languages: tuple[str, ...]
    seats: int
    partnering_starts_on: date
    course_starts_on: date
    project_starts_on: date
    closes_on: date


class CohortAdvanced(Event, type="course.cohort.advanced.v1", aggregate="cohort_id"):
    cohort_id: UUID
    title: str
    from_phase: CohortPhase
    phase: CohortPhase
    held: tuple[UUID, ...] = ()
    """Partnerships that stay behind."""
    tells_held: bool = True
    """False where members of the held hear by `ExtensionGranted` until when they go on."""
    undone: bool = False
    """Staff took the latest advance back: `phase` is again where the cohort was before it."""
    named_apart: bool = False
    """Too many stay behind to be named here: `PartnershipsMoved` names those who are put back."""


class MembersMoved(Event, type="course.cohort.members-moved.v1", aggregate="cohort_id"):
    """Who goes on with their cohort, at most a thousand people an event; announced right after
    `CohortAdvanced` for the course and the project. Whoever has no partner yet is not among them."""

    cohort_id: UUID
    title: str
    phase: CohortPhase
    person_ids: tuple[UUID, ...]
    undone: bool = False
    """They are back in `phase`: staff took the latest advance back."""


class CourseOpened(Event, type="course.course.opened.v1", aggregate="partnership_id"):
    """A partnership may begin its course."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    starts_on: date


class WeekOpened(Event, type="course.week.opened.v1", aggregate="partnership_id"):
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    week: int
    title: str
    titles: dict[str, str] = Field(default_factory=dict)
    """The title in each language of the cohort."""


class CourseCompleted(Event, type="course.course.completed.v1", aggregate="partnership_id"):
    """Every joint step is done and the plan is approved."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]


class PlanMilestone(Part):
    title: str
    due_on: date


class PlanSubmitted(Event, type="course.plan.submitted.v1", aggregate="partnership_id"):
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str


class PlanOverdue(Event, type="course.plan.overdue.v1", aggregate="partnership_id"):
    """The course weeks are over and the plan is not handed in. Repeated each week until it is."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]


class PlanReturned(Event, type="course.plan.returned.v1", aggregate="partnership_id"):
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str
    note: str


class PlanApproved(Event, type="course.plan.approved.v1", aggregate="partnership_id"):
    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    title: str
    summary: str
    subjects: tuple[str, ...]
    languages: tuple[str, ...]
    pupils_age_from: int
    pupils_age_to: int
    milestones: tuple[PlanMilestone, ...]


class ReviewAssigned(Event, type="course.review.assigned.v1", aggregate="review_id"):
    review_id: UUID
    cohort_id: UUID
    reviewer_partnership_id: UUID
    person_ids: tuple[UUID, ...]
    """Who is asked to review."""
    plan_person_ids: tuple[UUID, ...] = ()
    """Whose plan it is: nobody is told its title who has no contact with one of them."""
    plan_title: str
    due_at: datetime


class ReviewGiven(Event, type="course.review.given.v1", aggregate="review_id"):
    review_id: UUID
    cohort_id: UUID
    reviewed_partnership_id: UUID
    person_ids: tuple[UUID, ...]
    """Whose plan was reviewed."""
    plan_title: str


class PartnershipStranded(Event, type="course.partnership.stranded.v1", aggregate="partnership_id"):
    """A partner has been silent past every reminder, or has to stop; `partnering` alone can
    repair it. Where all are silent nobody waits."""

    partnership_id: UUID
    cohort_id: UUID
    silent_person_ids: tuple[UUID, ...]
    waiting_person_ids: tuple[UUID, ...]
    why: Literal["silence", "must_stop"] = "silence"


class StaffReviewNeeded(Event, type="course.review.staff-needed.v1", aggregate="review_id"):
    """No partnership is left to review a plan; staff are the reviewers of last resort."""

    review_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """The staff of the cohort."""
    plan_title: str
    due_at: datetime


class PartnershipNudged(Event, type="course.partnership.nudged.v1", aggregate="partnership_id"):
    """Three days without a reciprocal act: a friendly word to everybody."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    silent_person_ids: tuple[UUID, ...]


class CheckInAsked(Event, type="course.partnership.check-in-asked.v1", aggregate="partnership_id"):
    """Five days: whoever has been silent answers with one click whether they will continue."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """Everybody in it."""
    silent_person_ids: tuple[UUID, ...]
    """Who is asked."""


class PartnershipActiveAgain(
    Event, type="course.partnership.active-again.v1", aggregate="partnership_id"
):
    """Everybody has acted since the first reminder: nobody is silent any more."""

    partnership_id: UUID
    cohort_id: UUID


class CheckInAnswered(
    Event, type="course.partnership.check-in-answered.v1", aggregate="partnership_id"
):
    """The partners learn what the answer was."""

    partnership_id: UUID
    cohort_id: UUID
    answered_by: UUID
    answer: Literal["still_in", "need_a_week", "must_stop"]
    person_ids: tuple[UUID, ...]
    """The other members."""


class MentorAsked(Event, type="course.partnership.mentor-asked.v1", aggregate="partnership_id"):
    """Seven days: somebody of the staff should call."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    """Mentors of the cohort, or whoever else looks after it."""
    silent_person_ids: tuple[UUID, ...]
