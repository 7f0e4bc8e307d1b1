"""Loading partnerships: as a member, as staff, and with everybody's names."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import CourseWeek, Member, Partnership
from course.people.model import Person
from shared.http import NotFound, Principal


async def partnership_of(
    session: AsyncSession, who: Principal, partnership_id: UUID, *, lock: bool = False
) -> tuple[Partnership, Member]:
    """The acting person's own partnership and seat; anybody else's does not exist for them."""
    query = (
        select(Partnership, Member)
        .join(Member, Member.partnership_id == Partnership.id)
        .where(
            Partnership.id == partnership_id,
            Partnership.status == "confirmed",
            Member.person_id == who.person_id,
            Member.left_at.is_(None),
        )
    )
    if lock:
        query = query.with_for_update(of=Partnership, key_share=True).execution_options(
            populate_existing=True
        )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("This partnership")
    return found[0], found[1]


async def lock_partnership(session: AsyncSession, partnership_id: UUID) -> Partnership | None:
    """The partnership, locked until the end of the transaction, and read anew.

    The lock leaves the key alone (`FOR NO KEY UPDATE`): rows that refer to a partnership may be
    written meanwhile, else whoever allocates reviews and whoever acts would wait for each other.
    """
    return await session.scalar(
        select(Partnership)
        .where(Partnership.id == partnership_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


async def members_of(session: AsyncSession, partnership_id: UUID) -> Sequence[Member]:
    """The present members, in the order of their ids."""
    return (
        await session.scalars(
            select(Member)
            .where(Member.partnership_id == partnership_id, Member.left_at.is_(None))
            .order_by(Member.person_id)
        )
    ).all()


async def members_by_partnership(
    session: AsyncSession, partnership_ids: Iterable[UUID]
) -> dict[UUID, list[Member]]:
    """The present members of many partnerships, by one statement."""
    rows = await session.scalars(
        select(Member)
        .where(Member.partnership_id.in_(list(partnership_ids)), Member.left_at.is_(None))
        .order_by(Member.partnership_id, Member.person_id)
    )
    found: dict[UUID, list[Member]] = {}
    for member in rows:
        found.setdefault(member.partnership_id, []).append(member)
    return found


async def people_by_id(session: AsyncSession, ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    wanted = {one for one in ids if one is not None}
    rows = await session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person for person in rows}


async def names_by_partnership(
    session: AsyncSession, partnership_ids: Iterable[UUID]
) -> dict[UUID, list[str]]:
    """The members' names of many partnerships, by one statement."""
    rows = await session.execute(
        select(Member.partnership_id, Person.name)
        .join(Person, Person.id == Member.person_id)
        .where(Member.partnership_id.in_(list(partnership_ids)), Member.left_at.is_(None))
        .order_by(Member.partnership_id, Person.name)
    )
    found: dict[UUID, list[str]] = {}
    for partnership_id, name in rows:
        found.setdefault(partnership_id, []).append(name)
    return found


async def weeks_of(session: AsyncSession, partnership_id: UUID) -> Sequence[CourseWeek]:
    return (
        await session.scalars(
            select(CourseWeek)
            .where(CourseWeek.partnership_id == partnership_id)
            .order_by(CourseWeek.number)
        )
    ).all()
