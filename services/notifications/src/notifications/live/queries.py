"""Hints by asking, for a process in which the reactions do not run."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry


async def told_lately(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, UUID]:
    """Entries of the last seconds for these people: entry id and whose it is.

    The window is wider than the time between two questions, because a transaction may commit later
    than others that began after it; the asker leaves out what it has seen.
    """
    if not people:
        return {}
    recent = Entry.id > func.uuidv7(text("interval '-10 seconds'"))
    found = await session.execute(
        select(Entry.id, Entry.person_id).where(Entry.person_id.in_(people), recent)
    )
    return {row.id: row.person_id for row in found}
