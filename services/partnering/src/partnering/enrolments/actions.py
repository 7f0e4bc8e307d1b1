"""Joining a cohort with a class, and leaving it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.cohorts.actions import lock_cohort
from partnering.enrolments.model import Companion, Enrolment
from partnering.enrolments.naming import tell_named
from partnering.enrolments.schemas import Joining
from partnering.enrolments.seats import fill_seats, free_seats
from partnering.enrolments.together import pair_companions
from partnering.invitations.closing import close_open_invitations
from partnering.people.queries import own_email
from partnering.safety.limits import count_act
from shared import clock
from shared.contracts.partnering import EnrolmentJoined, EnrolmentLeft
from shared.http import Conflict, Invalid, NotFound, Principal
from shared.identity.addresses import address_key
from shared.ids import new_id
from shared.outbox import announce


async def join_cohort(
    session: AsyncSession, who: Principal, cohort_id: UUID, new: Joining
) -> Enrolment:
    """One class takes a seat, or the last place of the waiting list when the cohort is full."""
    await count_act(session, who.person_id, "enrolments")
    cohort = await lock_cohort(session, cohort_id)
    if not cohort.open_for_partnering:
        raise Conflict("cohort-not-open", "This cohort cannot be joined now.")
    mine = await session.scalar(
        select(SchoolClass).where(
            SchoolClass.id == new.class_id, SchoolClass.person_id == who.person_id
        )
    )
    if mine is None:
        raise Invalid({"/class_id": "is not one of your classes"})
    living = await session.scalar(
        select(Enrolment.id).where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.class_id == mine.id,
            Enrolment.status != "left",
        )
    )
    if living is not None:
        raise Conflict("already-joined", "This class is already in the cohort.")
    companions = _companions(new, await own_email(session, who.person_id))
    status = "free" if await free_seats(session, cohort) > 0 else "waiting_list"
    enrolment = Enrolment(
        id=new_id(),
        cohort_id=cohort_id,
        class_id=mine.id,
        person_id=who.person_id,
        status=status,
        joined_at=clock.now(),
    )
    session.add(enrolment)
    await session.flush()
    session.add_all(
        Companion(enrolment_id=enrolment.id, email_key=email, kind=kind)
        for email, kind in companions.items()
    )
    await session.flush()
    await announce(
        session,
        EnrolmentJoined(
            enrolment_id=enrolment.id,
            cohort_id=cohort_id,
            person_id=who.person_id,
            status="free" if status == "free" else "waiting_list",
        ),
    )
    if enrolment.status == "free":
        await pair_companions(session, enrolment)
    await tell_named(session, enrolment)
    return enrolment


def _companions(new: Joining, own: str | None) -> dict[str, str]:
    named = {address_key(email): "colleague" for email in new.school_colleagues}
    if new.with_person_email:
        named[address_key(new.with_person_email)] = "partner"
    if own in named:
        field = "with_person_email" if named[own] == "partner" else "school_colleagues"
        raise Invalid({f"/{field}": "is your own address"})
    return named


async def leave_cohort(session: AsyncSession, who: Principal, enrolment_id: UUID) -> None:
    """Free and waiting classes leave at once; the seat goes to who waits longest."""
    cohort_id = await session.scalar(
        select(Enrolment.cohort_id).where(
            Enrolment.id == enrolment_id, Enrolment.person_id == who.person_id
        )
    )
    if cohort_id is None:
        raise NotFound
    cohort = await lock_cohort(session, cohort_id)
    enrolment = await session.get_one(
        Enrolment, enrolment_id, with_for_update=True, populate_existing=True
    )
    await withdraw(session, enrolment)
    await fill_seats(session, cohort)


async def withdraw(session: AsyncSession, enrolment: Enrolment) -> None:
    """A locked enrolment leaves its cohort; what waits around it is closed."""
    enrolment.leave(clock.now())
    await session.flush()
    await close_open_invitations(session, [enrolment.id], "withdrawn")
    await announce(
        session,
        EnrolmentLeft(
            enrolment_id=enrolment.id,
            cohort_id=enrolment.cohort_id,
            person_id=enrolment.person_id,
        ),
    )
