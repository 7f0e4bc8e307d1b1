"""Whether somebody may write words that these people read."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.contact.model import Block, FrozenPerson
from shared.http import Conflict, Forbidden, Principal


async def may_write(session: AsyncSession, who: Principal, readers: Iterable[UUID]) -> None:
    """Refuse while one of them is frozen, or while the writer and a reader have no contact.

    Teachers are verified first; staff need not be teachers. Reading, and every act without words, stays possible: nobody loses work.
    """
    if not who.verified and not who.is_staff:
        raise Forbidden(
            "not-verified", "You can contact others as soon as staff have verified you."
        )
    reached = set(readers) - {who.person_id}
    frozen = await session.scalar(
        select(FrozenPerson.person_id)
        .where(FrozenPerson.person_id.in_(reached | {who.person_id}))
        .limit(1)
    )
    if frozen is not None:
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    blocked = await session.scalar(
        select(Block.person_id)
        .where(
            or_(
                (Block.person_id == who.person_id) & Block.blocked_id.in_(reached),
                (Block.blocked_id == who.person_id) & Block.person_id.in_(reached),
            )
        )
        .limit(1)
    )
    if blocked is not None:
        raise Conflict("contact-blocked", "There is no contact between you and one of them.")
