"""Forgetting a person: what tells who they are goes, what others built with them stays."""

from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import (
    CalendarChange,
    CalendarProposal,
    CompleteStretch,
    RegionCalendar,
)
from partnering.classes.model import SchoolClass
from partnering.cohorts.actions import lock_cohort
from partnering.enrolments.actions import withdraw
from partnering.enrolments.model import Companion, Enrolment
from partnering.enrolments.seats import fill_seats
from partnering.erasure.announced import blank_announced, blank_named
from partnering.handover.model import SeatOffer
from partnering.invitations.model import Invitation, Question
from partnering.partnerships.erasing import forget_in_partnerships
from partnering.people.model import Block, Person
from partnering.posts.model import PartnerPost
from partnering.profiles.model import Profile
from partnering.safety.model import ContactDay, Freeze
from partnering.schools.model import School
from partnering.search.model import SavedSearch
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import PartneringErasureCompleted
from shared.erased import shut_out
from shared.outbox import announce
from shared.parked_words import forget_parked

NOBODY = UUID(int=0)


async def erase_person(session: AsyncSession, event: ErasureRequested) -> None:
    """Blank everything personal of one person in this service, then answer."""
    person_id = event.person_id
    await shut_out(session, person_id)
    await forget_parked(session, person_id)
    email = await session.scalar(select(Person.email_key).where(Person.id == person_id))
    await forget_in_partnerships(session, person_id)
    await _leave_cohorts(session, person_id)
    await _forget_words(session, person_id)
    await session.execute(delete(Profile).where(Profile.person_id == person_id))
    await session.execute(
        delete(Block).where(or_(Block.person_id == person_id, Block.blocked_id == person_id))
    )
    theirs = or_(SeatOffer.offered_by == person_id, SeatOffer.email_key == (email or "-"))
    await session.execute(delete(SeatOffer).where(theirs))
    await session.execute(update(Freeze).where(Freeze.person_id == person_id).values(reason=""))
    await session.execute(delete(ContactDay).where(ContactDay.person_id == person_id))
    await session.execute(delete(PartnerPost).where(PartnerPost.person_id == person_id))
    await session.execute(delete(SavedSearch).where(SavedSearch.person_id == person_id))
    if email:
        await session.execute(delete(Companion).where(Companion.email_key == email))
    await session.execute(update(School).where(School.added_by == person_id).values(added_by=None))
    entered = School.also_entered_by
    await session.execute(
        update(School)
        .where(entered.any_() == person_id)
        .values(also_entered_by=func.array_remove(entered, person_id))
    )
    await session.execute(
        update(RegionCalendar)
        .where(RegionCalendar.updated_by == person_id)
        .values(updated_by=NOBODY)
    )
    await session.execute(
        update(CompleteStretch)
        .where(CompleteStretch.declared_by == person_id)
        .values(declared_by=NOBODY)
    )
    await session.execute(
        update(CalendarChange).where(CalendarChange.made_by == person_id).values(made_by=NOBODY)
    )
    await session.execute(
        update(CalendarProposal).where(CalendarProposal.proposed_by == person_id).values(source="")
    )
    await session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(
            name="",
            email="",
            email_key="",
            country="",
            language="",
            zone="UTC",
            search_key="",
            verification="refused",
            erased=True,
        )
    )
    await blank_announced(session, person_id)
    await blank_named(session, person_id, email or "")
    await announce(
        session, PartneringErasureCompleted(person_id=person_id, erasure_id=event.erasure_id)
    )


async def _leave_cohorts(session: AsyncSession, person_id: UUID) -> None:
    """Seats become free for others; whoever waited for an answer gets one."""
    mine = await session.execute(
        select(Enrolment.id, Enrolment.cohort_id)
        .where(Enrolment.person_id == person_id, Enrolment.status.in_(("free", "waiting_list")))
        .order_by(Enrolment.cohort_id, Enrolment.id)
    )
    for enrolment_id, cohort_id in mine.all():
        cohort = await lock_cohort(session, cohort_id)
        enrolment = await session.get_one(
            Enrolment, enrolment_id, with_for_update=True, populate_existing=True
        )
        if enrolment.status in {"free", "waiting_list"}:
            await withdraw(session, enrolment)
        await fill_seats(session, cohort)
    ids = select(Enrolment.id).where(Enrolment.person_id == person_id)
    await session.execute(delete(Companion).where(Companion.enrolment_id.in_(ids)))


async def _forget_words(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(
        update(SchoolClass)
        .where(SchoolClass.person_id == person_id)
        .values(name="", description="", availability=[], languages=[])
    )
    await session.execute(
        update(Invitation).where(Invitation.from_person_id == person_id).values(message="")
    )
    await session.execute(
        update(Invitation).where(Invitation.to_person_id == person_id).values(decline_text="")
    )
    await session.execute(update(Question).where(Question.author_id == person_id).values(text=""))
