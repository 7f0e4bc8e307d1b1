"""Following what accounts says of persons, and blocking somebody."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.queries import seen_owner
from partnering.enrolments.together import pair_registered_together
from partnering.handover.actions import tell_offers
from partnering.people.model import Block, Person
from partnering.search.rules import fold
from shared import clock
from shared.contracts.accounts import PersonChanged
from shared.http import Invalid, Principal
from shared.identity.addresses import address_key


async def remember_person(session: AsyncSession, event: PersonChanged) -> None:
    """Keep what accounts last said. Who was erased is never remembered again."""
    values = {
        "name": event.name,
        "email": event.email,
        "email_key": address_key(event.email),
        "country": event.country,
        "language": event.language,
        "zone": event.zone,
        "verification": event.verification,
        "search_key": fold(event.name),
    }
    await session.execute(
        insert(Person)
        .values(id=event.person_id, erased=False, **values)
        .on_conflict_do_update(
            index_elements=[Person.id], set_=values, where=Person.erased.is_(False)
        )
    )
    if event.verification == "verified":
        await pair_registered_together(session, event.person_id)
        await tell_offers(session, event.person_id)


async def block_person(session: AsyncSession, who: Principal, enrolment_id: UUID) -> UUID:
    """Neither sees the other any more, nor can they be matched. Nobody is told."""
    person_id = await seen_owner(session, who, enrolment_id)
    if person_id == who.person_id:
        raise Invalid({"/enrolment_id": "is your own"})
    await session.execute(
        insert(Block)
        .values(person_id=who.person_id, blocked_id=person_id, blocked_at=clock.now())
        .on_conflict_do_nothing()
    )
    return person_id


async def unblock_person(session: AsyncSession, who: Principal, person_id: UUID) -> None:
    await session.execute(
        delete(Block).where(Block.person_id == who.person_id, Block.blocked_id == person_id)
    )
