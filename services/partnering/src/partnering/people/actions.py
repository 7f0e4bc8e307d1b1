"""Following what accounts says of persons."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.together import pair_registered_together
from partnering.handover.actions import tell_offers
from partnering.people.model import Person
from partnering.search.rules import fold
from shared.contracts.accounts import PersonChanged
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
