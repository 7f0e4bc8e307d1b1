"""Reads of partnerships: as a member sees them, and as staff of a cohort do."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from partnering.partnerships.model import Member, Partnership
from shared.http import NotFound, Permission, Principal, page_of


def with_members() -> Select[Partnership]:
    return select(Partnership).options(selectinload(Partnership.members))


def once_of(who: Principal, partnership_id: UUID) -> Select[Partnership]:
    """The partnership, if this person sits or sat in it.

    One question decides, so that the time of the answer tells nobody else that it exists.
    """
    theirs = Partnership.members.any(Member.person_id == who.person_id)
    return with_members().where(Partnership.id == partnership_id, theirs)


async def partnership_for(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> Partnership:
    """For those who sit or sat in it, and for the staff of its cohort; for all others it is missing.

    One question decides, so that the time of the answer tells nobody that it exists.
    """
    reached = who.cohorts_with(Permission.OPEN_PARTNERSHIPS)
    theirs = Partnership.members.any(Member.person_id == who.person_id)
    seen = true() if reached is None else or_(theirs, Partnership.cohort_id.in_(reached))
    partnership = await session.scalar(with_members().where(Partnership.id == partnership_id, seen))
    if partnership is None:
        raise NotFound("This partnership")
    return partnership


async def locked_for_member(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    *,
    at_the_end: bool = False,
    what: str = "This partnership",
) -> Partnership:
    """The row, locked, for somebody who holds a seat in it now, or held one to its end.

    To all others `what` they asked for is missing: it does not say that only the seat is.
    """
    partnership = await session.scalar(
        once_of(who, partnership_id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    seat = None
    if partnership is not None:
        seat_of = partnership.last_seat_of if at_the_end else partnership.seat_of
        seat = seat_of(who.person_id)
    if partnership is None or seat is None:
        raise NotFound(what)
    return partnership


async def partnerships_of(
    session: AsyncSession, person_id: UUID, *, ended: bool = False
) -> Sequence[Partnership]:
    """A person's partnerships, newest first; ended ones only when asked for."""
    query = with_members().join(Member).where(Member.person_id == person_id)
    if not ended:
        query = query.where(
            Member.seated.is_(True), Partnership.state.in_(("handshake", "confirmed", "finished"))
        )
    return (await session.scalars(query.order_by(Partnership.id.desc()))).unique().all()


async def partnerships_in(
    session: AsyncSession, cohort_id: UUID, state: str | None, cursor: str | None, limit: int
) -> tuple[Sequence[Partnership], str | None]:
    query = with_members().where(Partnership.cohort_id == cohort_id)
    if state is not None:
        query = query.where(Partnership.state == state)
    return await page_of(session, query, key=Partnership.id, cursor=cursor, limit=limit)
