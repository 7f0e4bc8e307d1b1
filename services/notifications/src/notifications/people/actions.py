"""Keeping the projection of people up to date."""

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.live.ending import end_streams
from notifications.people.model import Person, RoleHeld
from shared.contracts.accounts import PersonChanged
from shared.failures import is_transient
from shared.ids import new_id


async def keep_person(session: AsyncSession, event: PersonChanged) -> None:
    """Remember how to reach this person, and which roles they hold. The erased stay erased."""
    facts = {
        "name": event.name,
        "email": event.email,
        "language": event.language,
        "zone": await _known_zone(session, event.zone),
    }
    kept = await session.execute(
        insert(Person)
        .values(id=event.person_id, **facts)
        .on_conflict_do_update(
            index_elements=[Person.id], set_=facts, where=Person.erased_at.is_(None)
        )
        .returning(Person.id)
    )
    if kept.first() is None:
        return
    before = await session.execute(
        delete(RoleHeld)
        .where(RoleHeld.person_id == event.person_id)
        .returning(RoleHeld.role, RoleHeld.cohort_id)
    )
    if {(row.role, row.cohort_id) for row in before} != {
        (grant.role, grant.cohort_id) for grant in event.roles
    }:
        await end_streams(session, event.person_id)
    for grant in event.roles:
        session.add(
            RoleHeld(
                id=new_id(),
                person_id=event.person_id,
                role=grant.role,
                cohort_id=grant.cohort_id,
            )
        )
    await session.flush()


async def _known_zone(session: AsyncSession, zone: str) -> str:
    """The zone where Postgres knows it, else UTC: deadlines are computed in it, set by set."""
    try:
        async with session.begin_nested():
            await session.execute(select(func.timezone(zone, func.now())))
    except DBAPIError as error:
        if is_transient(error):
            raise
        return "UTC"
    return zone
