"""Between which partnerships contact is paused: they neither review nor read each other."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from course.contact.model import Block, FrozenPerson
from course.partnerships.model import Member
from course.reviews.allocation import Pair


async def kept_apart(session: AsyncSession, partnership_ids: Collection[UUID]) -> frozenset[Pair]:
    """Pairs of these partnerships, either way round, in which a member has blocked another's."""
    mine, theirs = aliased(Member), aliased(Member)
    rows = await session.execute(
        select(mine.partnership_id, theirs.partnership_id)
        .join(Block, Block.person_id == mine.person_id)
        .join(theirs, theirs.person_id == Block.blocked_id)
        .where(
            mine.partnership_id.in_(partnership_ids),
            theirs.partnership_id.in_(partnership_ids),
            mine.partnership_id != theirs.partnership_id,
            mine.left_at.is_(None),
            theirs.left_at.is_(None),
        )
    )
    found = [(first, second) for first, second in rows]
    return frozenset([*found, *((second, first) for first, second in found)])


def with_frozen_member(partnership_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether somebody is in the partnership whose contact a safeguarding officer has paused."""
    return exists().where(
        Member.partnership_id == partnership_id,
        Member.left_at.is_(None),
        Member.person_id == FrozenPerson.person_id,
    )


async def may_read_each_other(session: AsyncSession, first: UUID, second: UUID) -> bool:
    """Whether nothing keeps these two partnerships apart now."""
    if await kept_apart(session, [first, second]):
        return False
    frozen = select(Member.person_id).join(FrozenPerson, FrozenPerson.person_id == Member.person_id)
    either = or_(Member.partnership_id == first, Member.partnership_id == second)
    return await session.scalar(frozen.where(either, Member.left_at.is_(None)).limit(1)) is None
