"""Who may not be written to: a service's copy of what `partnering` announces of freezes and blocks.

A service that takes words keeps the two tables in its own schema, follows the events with the
functions here, and asks `may_write` wherever it takes words that somebody reads.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Index, column, delete, or_, select, table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
)
from shared.http import Conflict, Forbidden, Principal
from shared.privacy import PSEUDONYMOUS

_FROZEN = table("frozen_people", column("person_id"))
_BLOCKS = table("blocks", column("person_id"), column("blocked_id"))


class FrozenPersonColumns:
    """Somebody who may neither write to others nor be written to for now."""

    __tablename__ = "frozen_people"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)


class BlockColumns:
    """One person wants no contact with another."""

    __tablename__ = "blocks"

    person_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)
    blocked_id: Mapped[UUID] = mapped_column(primary_key=True, info=PSEUDONYMOUS)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index]:
        return (Index("blocks_by_blocked", "blocked_id"),)


async def keep_frozen(session: AsyncSession, event: ContactFrozen) -> None:
    await _keep_frozen(session, event.person_id)


async def drop_frozen(session: AsyncSession, event: ContactReleased) -> None:
    await session.execute(delete(_FROZEN).where(_FROZEN.c.person_id == event.person_id))


async def keep_block(session: AsyncSession, event: ContactBlocked) -> None:
    await _keep_block(session, event.person_id, event.blocked_id)


async def drop_block(session: AsyncSession, event: ContactUnblocked) -> None:
    await session.execute(
        delete(_BLOCKS).where(
            _BLOCKS.c.person_id == event.person_id, _BLOCKS.c.blocked_id == event.blocked_id
        )
    )


async def keep_still_paused(session: AsyncSession, event: ContactStillPaused) -> None:
    """What was announced before this service listened, or longer ago than anybody remembers."""
    if event.blocked_id is None:
        await _keep_frozen(session, event.person_id)
    else:
        await _keep_block(session, event.person_id, event.blocked_id)


async def forget_contact(session: AsyncSession, person_id: UUID) -> None:
    """Nobody writes to somebody who was erased, nor they to anybody."""
    await session.execute(delete(_FROZEN).where(_FROZEN.c.person_id == person_id))
    await session.execute(
        delete(_BLOCKS).where(
            or_(_BLOCKS.c.person_id == person_id, _BLOCKS.c.blocked_id == person_id)
        )
    )


async def may_write(session: AsyncSession, who: Principal, readers: Iterable[UUID]) -> None:
    """Refuse while one of them is frozen, or while the writer and a reader have no contact.

    Teachers are verified first; staff need not be teachers. Reading stays possible,
    and so do the acts that the tables of each service's tests name with their reasons: nobody loses
    work.
    """
    if not who.verified and not who.is_staff:
        raise Forbidden(
            "not-verified", "You can contact others as soon as staff have verified you."
        )
    reached = set(readers) - {who.person_id}
    frozen = await session.scalar(
        select(_FROZEN.c.person_id)
        .where(_FROZEN.c.person_id.in_(reached | {who.person_id}))
        .limit(1)
    )
    if frozen is not None:
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    blocked = await session.scalar(
        select(_BLOCKS.c.person_id)
        .where(
            or_(
                (_BLOCKS.c.person_id == who.person_id) & _BLOCKS.c.blocked_id.in_(reached),
                (_BLOCKS.c.blocked_id == who.person_id) & _BLOCKS.c.person_id.in_(reached),
            )
        )
        .limit(1)
    )
    if blocked is not None:
        raise Conflict("contact-blocked", "There is no contact between you and one of them.")


async def _keep_frozen(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(insert(_FROZEN).values(person_id=person_id).on_conflict_do_nothing())


async def _keep_block(session: AsyncSession, person_id: UUID, blocked_id: UUID) -> None:
    await session.execute(
        insert(_BLOCKS).values(person_id=person_id, blocked_id=blocked_id).on_conflict_do_nothing()
    )
