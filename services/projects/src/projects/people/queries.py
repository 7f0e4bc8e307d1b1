"""Names of people by id."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.people.model import Person


async def is_erased(session: AsyncSession, person_id: UUID) -> bool:
    """Whether this person asked to be forgotten."""
    person = await session.get(Person, person_id)
    return person is not None and person.erased_at is not None


async def names_of(session: AsyncSession, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by person; whoever is unknown or forgotten is not in it."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    rows = await session.execute(
        select(Person.id, Person.name).where(Person.id.in_(wanted), Person.erased_at.is_(None))
    )
    return dict(rows.all())
