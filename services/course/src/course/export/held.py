"""Which rows of the course belong to a person. A table that is missing here fails a test."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from course.cohorts.model import Advance, Cohort, ExtensionRequest
from course.contact.model import Block, FrozenPerson
from course.content.model import StepText, WeekText
from course.learning.model import StepDone
from course.partnerships.model import Member
from course.people.model import Person
from course.plans.model import Plan, PlanVersion
from course.reviews.model import Review
from shared.personal_data import Held, NotTold


def _of_my_partnerships(column: Any, person_id: UUID) -> ColumnElement[bool]:
    mine = select(Member.partnership_id).where(Member.person_id == person_id)
    found: ColumnElement[bool] = column.in_(mine)
    return found


HELD: tuple[Held | NotTold, ...] = (
    Held("Who I am", Person, lambda me: Person.id == me),
    Held("My partnerships", Member, lambda me: Member.person_id == me),
    Held("Steps that I marked as done", StepDone, lambda me: StepDone.person_id == me),
    Held(
        "Our project plans",
        Plan,
        lambda me: _of_my_partnerships(Plan.partnership_id, me),
        frozenset({"decided_by"}),
    ),
    Held("Versions of plans that I wrote", PlanVersion, lambda me: PlanVersion.edited_by == me),
    Held(
        "Reviews that I gave and that our plans received",
        Review,
        lambda me: or_(
            Review.given_by == me,
            _of_my_partnerships(Review.reviewed_partnership_id, me) & (Review.status == "given"),
        ),
        # Reviews are given without names.
        frozenset({"given_by", "reviewer_partnership_id"}),
    ),
    Held(
        "What I asked for after the close",
        ExtensionRequest,
        lambda me: ExtensionRequest.asked_by == me,
        frozenset({"answered_by"}),
    ),
    Held(
        "What my partners asked for after the close",
        ExtensionRequest,
        lambda me: (
            _of_my_partnerships(ExtensionRequest.partnership_id, me)
            & (ExtensionRequest.asked_by != me)
        ),
        # The reason is for staff alone.
        frozenset({"asked_by", "answered_by", "reason"}),
    ),
    NotTold(Advance, "which member of staff advanced a cohort"),
    NotTold(Cohort, "written by staff for everybody"),
    NotTold(WeekText, "course content, written for everybody"),
    NotTold(StepText, "course content, written for everybody"),
    NotTold(FrozenPerson, "partnering tells when contact was paused"),
    NotTold(Block, "partnering tells whom one has blocked"),
)
