"""Changing what people say of themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.contact.queries import may_rename
from accounts.people.actions import announce_person
from accounts.people.model import Person
from accounts.people.queries import lock_person
from accounts.people.schemas import MeChange
from shared.http import Principal


async def change_me(session: AsyncSession, who: Principal, change: MeChange) -> Person:
    """Change own facts. What one signs in with is changed elsewhere, after a proof."""
    person = await lock_person(session, who.person_id)
    if change.name is not None and change.name != person.name:
        await may_rename(session, person.id)
        person.rename(change.name)
    person.country = change.country or person.country
    person.language = change.language or person.language
    person.zone = change.zone or person.zone
    await announce_person(session, person)
    return person
