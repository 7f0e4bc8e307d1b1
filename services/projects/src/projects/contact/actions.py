"""Keep up with whom `partnering` has frozen, and who has blocked whom."""

from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.contact.model import Block, FrozenPerson
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
)


async def keep_frozen(session: AsyncSession, event: ContactFrozen) -> None:
    await session.execute(
        insert(FrozenPerson).values(person_id=event.person_id).on_conflict_do_nothing()
    )


async def drop_frozen(session: AsyncSession, event: ContactReleased) -> None:
    await session.execute(delete(FrozenPerson).where(FrozenPerson.person_id == event.person_id))


async def keep_block(session: AsyncSession, event: ContactBlocked) -> None:
    await session.execute(
        insert(Block)
        .values(person_id=event.person_id, blocked_id=event.blocked_id)
        .on_conflict_do_nothing()
    )


async def drop_block(session: AsyncSession, event: ContactUnblocked) -> None:
    await session.execute(
        delete(Block).where(
            Block.person_id == event.person_id, Block.blocked_id == event.blocked_id
        )
    )


async def keep_still_paused(session: AsyncSession, event: ContactStillPaused) -> None:
    """What was announced before this service listened, or longer ago than anybody remembers."""
    if event.blocked_id is None:
        await keep_frozen(session, ContactFrozen(person_id=event.person_id))
    else:
        await keep_block(
            session, ContactBlocked(person_id=event.person_id, blocked_id=event.blocked_id)
        )


async def forget_contact(session: AsyncSession, person_id: UUID) -> None:
    """Nobody writes to somebody who was erased, nor they to anybody."""
    await session.execute(delete(FrozenPerson).where(FrozenPerson.person_id == person_id))
    await session.execute(
        delete(Block).where(or_(Block.person_id == person_id, Block.blocked_id == person_id))
    )
