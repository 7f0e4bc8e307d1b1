"""Reading people."""

from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.model import Person
from accounts.people.rules import search_key
from shared.http import NotFound
from shared.identity.addresses import address_key


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def person_at(session: AsyncSession, email: str) -> Person | None:
    """Whose confirmed address this is, the private one included."""
    key = address_key(email)
    return (
        await session.scalars(
            select(Person).where(or_(Person.email_key == key, Person.private_email_key == key))
        )
    ).one_or_none()


async def get_person(session: AsyncSession, person_id: UUID) -> Person:
    person = await session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound("This person")
    return person


async def lock_person(session: AsyncSession, person_id: UUID) -> Person:
    """The person's row, locked until the commit; events about a person follow its order."""
    person = (
        await session.scalars(
            select(Person)
            .where(Person.id == person_id, Person.erased_at.is_(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one_or_none()
    if person is None:
        raise NotFound("This person")
    return person


def people_like(query: str) -> Select[Person]:
    """People whose name or address contains the words; case and accents do not matter."""
    found = select(Person).where(Person.erased_at.is_(None))
    for word in search_key(query).split():
        pattern = f"%{_escaped(word)}%"
        found = found.where(
            or_(
                Person.name_key.like(pattern),
                Person.email_key.like(pattern),
                Person.private_email_key.like(pattern),
                Person.email.ilike(pattern),
            )
        )
    return found
