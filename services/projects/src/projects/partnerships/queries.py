"""Who is in a partnership, and whether somebody may see it."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from projects.partnerships.model import Contribution, Member, Partnership
from shared.http import Forbidden, NotFound, Permission, Principal


async def members_of(session: AsyncSession, partnership_id: UUID) -> Sequence[Member]:
    """All members, also those who left, in a steady order."""
    return (
        await session.scalars(
            select(Member)
            .where(Member.partnership_id == partnership_id)
            .order_by(Member.left_at.is_not(None), Member.person_id)
        )
    ).all()


async def present_person_ids(session: AsyncSession, partnership_id: UUID) -> tuple[UUID, ...]:
    """Whom an event about this partnership is for."""
    members = await members_of(session, partnership_id)
    return tuple(member.person_id for member in members if member.is_present)


async def countries_of(session: AsyncSession, partnership_id: UUID) -> list[str]:
    """The countries that took part, sorted; also of those who left."""
    return (await countries_by_partnership(session, [partnership_id])).get(partnership_id, [])


async def countries_by_partnership(
    session: AsyncSession, partnership_ids: Collection[UUID]
) -> dict[UUID, list[str]]:
    """The same for many, by one statement."""
    rows = await session.execute(
        select(Member.partnership_id, Member.country)
        .where(Member.partnership_id.in_(partnership_ids), Member.country != "")
        .distinct()
    )
    countries: dict[UUID, list[str]] = {}
    for partnership_id, country in rows:
        countries.setdefault(partnership_id, []).append(country)
    return {partnership_id: sorted(found) for partnership_id, found in countries.items()}


async def membership(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> Partnership | None:
    """The partnership, if this person is in it today."""
    return (
        await session.scalars(
            select(Partnership)
            .join(Member, Member.partnership_id == Partnership.id)
            .where(
                Partnership.id == partnership_id,
                Member.person_id == who.person_id,
                Member.left_at.is_(None),
            )
        )
    ).one_or_none()


async def refuse_own(session: AsyncSession, who: Principal, partnership_id: UUID) -> None:
    """Staff may also teach, but nobody decides on a partnership of their own, or of somebody with whom
    they share one or did before."""
    mine, theirs = aliased(Member), aliased(Member)
    shared = (
        select(theirs.person_id)
        .join(mine, mine.partnership_id == theirs.partnership_id)
        .where(mine.person_id == who.person_id)
    )
    tied = select(Member.person_id).where(
        Member.partnership_id == partnership_id, Member.person_id.in_(shared)
    )
    if await session.scalar(tied.limit(1)) is not None:
        raise Forbidden("own-partnership", "Nobody decides on their own partnership.")


async def as_member(session: AsyncSession, who: Principal, partnership_id: UUID) -> Partnership:
    """The partnership, for a member of it. For everybody else it does not exist."""
    partnership = await membership(session, who, partnership_id)
    if partnership is None:
        raise NotFound("This project")
    return partnership


async def as_member_or(
    session: AsyncSession, who: Principal, partnership_id: UUID, permission: Permission
) -> tuple[Partnership, bool]:
    """The partnership and whether `who` is a member; staff of its cohort see it as well."""
    own = await membership(session, who, partnership_id)
    if own is not None:
        return own, True
    partnership = await session.get(Partnership, partnership_id)
    if partnership is None or not who.may(permission, partnership.cohort_id):
        raise NotFound("This project")
    return partnership, False


async def contributions_of(session: AsyncSession, partnership_id: UUID) -> dict[UUID, int]:
    """How many things each person has carried."""
    rows = await session.execute(
        select(Contribution.person_id, func.count())
        .where(Contribution.partnership_id == partnership_id)
        .group_by(Contribution.person_id)
    )
    return dict(rows.all())
