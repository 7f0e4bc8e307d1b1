"""Forgetting a person: names and places go, work done together stays with the partners."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from course.cohorts.model import ExtensionRequest
from course.erasure.announced import blank_announced
from course.partnerships.model import Member
from course.people.model import Person
from course.plans.model import Plan, PlanVersion
from course.reviews.model import Review
from shared.contact import forget_contact
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import CourseErasureCompleted
from shared.erased import shut_out
from shared.outbox import announce
from shared.parked_words import forget_parked


async def erase_person(session: AsyncSession, event: ErasureRequested) -> None:
    """Blank what identifies the person or was written by them alone.

    The plan belongs to everybody in the partnership: it stays while a partner is left, without
    the versions that only the person wrote; with nobody left it goes. A review keeps its place in
    the count and loses its words.
    """
    person_id = event.person_id
    await shut_out(session, person_id)
    await forget_parked(session, person_id)
    await forget_contact(session, person_id)
    await session.execute(delete(Person).where(Person.id == person_id))
    await session.execute(
        update(Member)
        .where(Member.person_id == person_id)
        .values(
            class_name="",
            school_name="",
            country="",
            zone="UTC",
            school_free=[],
            calendar_known=False,
            enrolment_id=None,
        )
    )
    await session.execute(
        update(Review)
        .where(Review.given_by == person_id)
        .values(strength="", specific_example="", suggested_action="")
    )
    await session.execute(
        update(ExtensionRequest).where(ExtensionRequest.asked_by == person_id).values(reason="")
    )
    await _forget_plans(session, event)
    await announce(
        session, CourseErasureCompleted(person_id=person_id, erasure_id=event.erasure_id)
    )


async def _forget_plans(session: AsyncSession, event: ErasureRequested) -> None:
    other = aliased(Member)
    known_partner = exists().where(
        other.partnership_id == Plan.partnership_id,
        other.person_id != event.person_id,
        other.person_id == Person.id,
    )
    mine = select(Member.partnership_id).where(Member.person_id == event.person_id)
    alone = select(Plan.partnership_id).where(Plan.partnership_id.in_(mine), ~known_partner)
    abandoned = (await session.scalars(alone)).all()
    if abandoned:
        await session.execute(delete(PlanVersion).where(PlanVersion.partnership_id.in_(abandoned)))
        await session.execute(
            update(Plan).where(Plan.partnership_id.in_(abandoned)).values(content={}, note="")
        )
        await blank_announced(session, abandoned)
    current = exists().where(
        Plan.partnership_id == PlanVersion.partnership_id,
        (Plan.version == PlanVersion.version) | (Plan.submitted_version == PlanVersion.version),
    )
    await session.execute(
        delete(PlanVersion).where(PlanVersion.edited_by == event.person_id, ~current)
    )
