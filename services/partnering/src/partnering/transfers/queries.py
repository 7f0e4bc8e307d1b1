"""Reading which cohorts can take a partnership, as staff who lead both."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.enrolments.seats import free_seats
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.transfers.rules import Obstacle, obstacle, runs
from partnering.transfers.schemas import Destination
from shared import clock
from shared.http import Conflict, Forbidden, NotFound, Permission, Principal


async def destinations(
    session: AsyncSession, who: Principal, cohort_id: UUID, partnership_id: UUID
) -> list[Destination]:
    """Every running cohort that the acting person leads, those that begin first at the top."""
    partnership = await held_partnership(session, who, cohort_id, partnership_id)
    led = who.cohorts_with(Permission.LEAD_COHORT)
    query = select(Cohort).where(Cohort.id != cohort_id)
    if led is not None:
        query = query.where(Cohort.id.in_(led))
    found = await session.scalars(query.order_by(Cohort.course_starts_on, Cohort.id))
    return [
        Destination.model_validate(
            {
                "cohort_id": cohort.id,
                "title": cohort.title,
                "pace": cohort.pace,
                "phase": cohort.phase,
                "course_starts_on": cohort.course_starts_on,
                "project_starts_on": cohort.project_starts_on,
                "closes_on": cohort.closes_on,
                "free_seats": max(0, await free_seats(session, cohort)),
                "obstacle": await obstacle_in(session, partnership, cohort),
            }
        )
        for cohort in found.all()
        if runs(cohort.phase)
    ]


async def held_partnership(
    session: AsyncSession,
    who: Principal,
    cohort_id: UUID,
    partnership_id: UUID,
    *,
    lock: bool = False,
) -> Partnership:
    """One that goes on although its cohort is closed, for staff who are not in it."""
    query: Select[Partnership] = with_members().where(
        Partnership.id == partnership_id, Partnership.cohort_id == cohort_id
    )
    if lock:
        query = query.with_for_update(of=Partnership)
    partnership = await session.scalar(query.execution_options(populate_existing=True))
    if partnership is None:
        raise NotFound("This partnership")
    if who.person_id in partnership.person_ids:
        raise Forbidden("own-partnership", "Somebody else decides on your own partnership.")
    phase = await session.scalar(select(Cohort.phase).where(Cohort.id == cohort_id))
    if phase != "closed" or partnership.state != "confirmed":
        raise Conflict("not-held", "This partnership does not go on after its cohort.")
    return partnership


async def obstacle_in(
    session: AsyncSession, partnership: Partnership, cohort: Cohort
) -> Obstacle | None:
    """What keeps this cohort from taking it now. The cohort must be locked for that to stay true."""
    return obstacle(
        pace=cohort.pace,
        cohort_phase=cohort.phase,
        closes_on=cohort.closes_on,
        phase=partnership.phase,
        free_seats=await free_seats(session, cohort),
        classes=len(partnership.present),
        classes_there=await _classes_there(session, partnership.present, cohort.id),
        today=clock.today(),
    )


async def _classes_there(session: AsyncSession, seats: Sequence[Member], cohort_id: UUID) -> int:
    """How many of these classes take part in that cohort already, or wait for a place."""
    theirs = select(Enrolment.class_id).where(
        Enrolment.id.in_([seat.enrolment_id for seat in seats])
    )
    query = select(func.count()).where(
        Enrolment.cohort_id == cohort_id,
        Enrolment.class_id.in_(theirs),
        Enrolment.status != "left",
    )
    return await session.scalar(query) or 0
