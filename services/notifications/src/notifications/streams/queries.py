"""Hints and endings by asking, for a process in which the reactions do not run."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.live.model import StreamEnding


async def lately(
    session: AsyncSession, table: type[Entry | StreamEnding], people: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Rows of the last seconds for these people: the row's id and whose it is.

    The window is wider than the time between two questions, because a transaction may commit later
    than others that began after it; the asker leaves out what it has seen.
    """
    if not people:
        return {}
    recent = table.id > func.uuidv7(text("interval '-10 seconds'"))
    found = await session.execute(
        select(table.id, table.person_id).where(table.person_id.in_(people), recent)
    )
    return {row.id: row.person_id for row in found}
