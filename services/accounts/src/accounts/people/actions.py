"""Holding an address, and telling the other services of a person."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.model import Person
from accounts.roles.queries import grants_of
from shared.contracts.accounts import PersonChanged
from shared.contracts.accounts import RoleGrant as RoleFact
from shared.identity.addresses import address_key
from shared.outbox import announce


async def lock_address(session: AsyncSession, email: str) -> None:
    """Whoever gives an address to a person holds it until the commit: it is unique over all."""
    await session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(address_key(email), 0)))
    )


async def announce_person(session: AsyncSession, person: Person) -> None:
    """Tell the other services what they may know of a confirmed person."""
    await session.flush()
    grants = await grants_of(session, person.id)
    await announce(
        session,
        PersonChanged(
            person_id=person.id,
            name=person.name,
            email=person.email,
            country=person.country,
            language=person.language,
            zone=person.zone,
            verification=person.verification,
            roles=tuple(RoleFact(role=grant.role, cohort_id=grant.cohort_id) for grant in grants),
        ),
    )
