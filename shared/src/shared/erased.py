"""Who has been erased a short time ago: their last token is good for a minute, and opens nothing."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import column, delete, exists, func, select, table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock

ERASED: Final = table("erased_people", column("person_id"), column("erased_at"))
KEPT: Final = timedelta(days=1)
"""Nobody who was erased gets another token."""


async def shut_out(session: AsyncSession, person_id: UUID) -> None:
    """Accept nothing of this person from this transaction's commit on.

    An erasure begins with it. It waits for the person's commands under way, so that none writes what
    the erasure no longer sees. Those that come meanwhile wait for its end, and are refused.
    """
    await session.execute(select(func.pg_advisory_xact_lock(_key(person_id))))
    await session.execute(
        insert(ERASED)
        .values(person_id=person_id, erased_at=clock.real_now())
        .on_conflict_do_nothing()
    )


async def hold_off_erasure(session: AsyncSession, person_id: UUID) -> None:
    """Until this transaction ends, the erasure of this person does not begin."""
    await session.execute(select(func.pg_advisory_xact_lock_shared(_key(person_id))))


async def is_erased(session: AsyncSession, person_id: UUID) -> bool:
    """Whether this service has heard of the person's erasure."""
    return bool(await session.scalar(select(exists().where(ERASED.c.person_id == person_id))))


async def forget_erased(session: AsyncSession) -> int:
    """Drop the ids of those whose tokens have long ended."""
    await session.execute(delete(ERASED).where(ERASED.c.erased_at < clock.real_now() - KEPT))
    return 0


def _key(person_id: UUID) -> int:
    """The random half of the id."""
    return int.from_bytes(person_id.bytes[8:], signed=True)
