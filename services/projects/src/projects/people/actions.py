"""Keep people as `accounts` announces them."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.people.model import Person
from shared.contracts.accounts import PersonChanged


async def keep_person(session: AsyncSession, event: PersonChanged) -> None:
    """The newest name and country replace the older ones."""
    facts = {"name": event.name, "country": event.country}
    await session.execute(
        insert(Person)
        .values(id=event.person_id, **facts)
        .on_conflict_do_update(
            index_elements=[Person.id], set_=facts, where=Person.erased_at.is_(None)
        )
    )
