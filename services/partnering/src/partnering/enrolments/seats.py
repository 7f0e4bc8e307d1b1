"""Seats of a cohort: who holds one, and who moves up when one is free."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import HOLDS_SEAT, Enrolment
from partnering.enrolments.together import pair_companions
from shared.contracts.partnering import EnrolmentMovedUp
from shared.outbox import announce


async def free_seats(session: AsyncSession, cohort: Cohort) -> int:
    """Seats nobody holds. The cohort must be locked for the answer to stay true."""
    taken = await session.scalar(
        select(func.count()).where(
            Enrolment.cohort_id == cohort.id, Enrolment.status.in_(HOLDS_SEAT)
        )
    )
    return cohort.seats - (taken or 0)


async def fill_seats(session: AsyncSession, cohort: Cohort) -> int:
    """Free seats go to those who wait longest. Only while partners can still be found."""
    free = await free_seats(session, cohort)
    if free <= 0 or not cohort.open_for_partnering:
        return 0
    found = await session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.status == "waiting_list")
        .order_by(Enrolment.joined_at, Enrolment.id)
        .limit(free)
        .with_for_update()
    )
    waiting = found.all()
    for enrolment in waiting:
        enrolment.status = "free"
        await session.flush()
        await announce(
            session,
            EnrolmentMovedUp(
                enrolment_id=enrolment.id,
                cohort_id=cohort.id,
                person_id=enrolment.person_id,
            ),
        )
        await pair_companions(session, enrolment)
    return len(waiting)


async def fill_freed_seats(session: AsyncSession) -> int:
    """Tick: seats also become free where nobody thinks of the queue, as when a partnership ends."""
    taken = (
        select(func.count())
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.status.in_(HOLDS_SEAT))
        .scalar_subquery()
    )
    waiting = (
        select(Enrolment.id)
        .where(Enrolment.cohort_id == Cohort.id, Enrolment.status == "waiting_list")
        .exists()
    )
    cohorts = await session.scalars(
        select(Cohort)
        .where(waiting, Cohort.seats > taken)
        .order_by(Cohort.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return sum([await fill_seats(session, cohort) for cohort in cohorts.all()])


async def place_in_queue(session: AsyncSession, enrolment: Enrolment) -> int | None:
    """1 for who moves up next; None for who does not wait."""
    if enrolment.status != "waiting_list":
        return None
    before = await session.scalar(
        select(func.count()).where(
            Enrolment.cohort_id == enrolment.cohort_id,
            Enrolment.status == "waiting_list",
            Enrolment.joined_at <= enrolment.joined_at,
            (Enrolment.joined_at < enrolment.joined_at) | (Enrolment.id <= enrolment.id),
        )
    )
    return before or 1
