"""Reading the projection of people."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.people.model import Person
from notifications.wording.writer import Writer


async def names_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those we know; the erased and the unknown are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await session.execute(
        select(Person.id, Person.name).where(Person.id.in_(wanted), Person.erased_at.is_(None))
    )
    return {row.id: row.name for row in found}


async def writer_for(session: AsyncSession, person_id: UUID) -> Writer:
    """A writer in this reader's language and zone; plain English in UTC until we know them."""
    person = await session.get(Person, person_id)
    if person is None:
        return Writer(person_id, "en", "UTC")
    return Writer(person_id, person.language, person.zone)
