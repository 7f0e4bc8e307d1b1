"""Who is blocked for whom, and who somebody is."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.people.model import Block, Person
from partnering.people.schemas import BlockedPerson
from partnering.schools.model import School
from shared.http import Principal


async def blocked_with(session: AsyncSession, person_id: UUID) -> set[UUID]:
    """Persons who blocked this one or were blocked by them."""
    return (await blocks_among(session, [person_id])).get(person_id, set())


async def blocks_among(session: AsyncSession, person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Person → everybody with whom contact is blocked in either direction."""
    # As one array: a cohort may have more people than a statement has parameters.
    ids = any_(literal(list(set(person_ids)), ARRAY(Uuid())))
    rows = await session.execute(
        select(Block.person_id, Block.blocked_id).where(
            or_(Block.person_id == ids, Block.blocked_id == ids)
        )
    )
    blocked: dict[UUID, set[UUID]] = {}
    for person_id, other in rows:
        blocked.setdefault(person_id, set()).add(other)
        blocked.setdefault(other, set()).add(person_id)
    return blocked


async def people_by_id(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Person]:
    found = await session.scalars(select(Person).where(Person.id.in_(set(ids))))
    return {person.id: person for person in found}


async def my_blocks(session: AsyncSession, who: Principal) -> list[BlockedPerson]:
    """Newest first."""
    rows = await session.execute(
        select(Block, Person, School.country)
        .join(Person, Person.id == Block.blocked_id)
        .join(Enrolment, Enrolment.id == Block.enrolment_id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .where(Block.person_id == who.person_id)
        .order_by(Block.blocked_at.desc(), Block.enrolment_id)
    )
    return [
        BlockedPerson(
            enrolment_id=block.enrolment_id,
            name=person.name if who.verified and person.verified else None,
            country=country,
            blocked_at=block.blocked_at,
        )
        for block, person, country in rows
    ]


async def own_email(session: AsyncSession, person_id: UUID) -> str | None:
    """The key of the person's address, as companions are kept."""
    return await session.scalar(select(Person.email_key).where(Person.id == person_id))
