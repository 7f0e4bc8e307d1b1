"""Marking entries as read."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.live.hub import hint_after_commit
from notifications.wording.catalogue import KINDS
from shared import clock
from shared.http import NotFound, Principal


async def read_notification(session: AsyncSession, who: Principal, entry_id: UUID) -> Entry:
    """Mark one entry of mine as read. Reading it twice changes nothing."""
    entry = await session.scalar(
        select(Entry).where(
            Entry.id == entry_id, Entry.person_id == who.person_id, Entry.kind.in_(KINDS)
        )
    )
    if entry is None:
        raise NotFound("This notification")
    if entry.read_at is None:
        entry.read_at = clock.now()
        hint_after_commit(session, [who.person_id])
    return entry


async def read_all_notifications(session: AsyncSession, who: Principal) -> None:
    """Mark everything in my inbox as read."""
    await session.execute(
        update(Entry)
        .where(Entry.person_id == who.person_id, Entry.read_at.is_(None))
        .values(read_at=clock.now())
    )
    hint_after_commit(session, [who.person_id])
