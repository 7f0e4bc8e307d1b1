"""Reads of safety: who is frozen, and the officer's queue."""

from collections.abc import Iterable
from uuid import UUID

from shared.http import Page, page_of
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.safety.model import Freeze, Report


async def frozen_among(session: AsyncSession, person_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people may neither contact others nor be contacted."""
    found = await session.scalars(
        select(Freeze.person_id).where(
            Freeze.person_id.in_(list(person_ids)), Freeze.released_at.is_(None)
        )
    )
    return set(found)


async def contact_frozen(session: AsyncSession, *person_ids: UUID) -> bool:
    """Whether an officer has frozen contact for any of these people."""
    return bool(await frozen_among(session, person_ids))


async def reports(
    session: AsyncSession, state: str | None, cursor: str | None, limit: int
) -> Page[Report]:
    """The officer's queue, newest first."""
    query = select(Report)
    if state is not None:
        query = query.where(Report.state == state)
    return await page_of(session, query, key=Report.id, cursor=cursor, limit=limit, descending=True)
