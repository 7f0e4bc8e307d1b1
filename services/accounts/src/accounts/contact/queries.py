"""Whether somebody may give others new words to read."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.contact.model import FrozenPerson, PausedMember
from shared.http import Conflict


async def is_frozen(session: AsyncSession, person_id: UUID) -> bool:
    """Whether a safeguarding officer has paused contact for this person."""
    return await session.get(FrozenPerson, person_id) is not None


async def may_rename(session: AsyncSession, person_id: UUID) -> None:
    """Refuse a new name while contact is paused: partners would read it like a message."""
    if await is_frozen(session, person_id):
        raise Conflict("contact-frozen", "Contact is paused for you.")
    paused = select(PausedMember.person_id).where(PausedMember.person_id == person_id).limit(1)
    if await session.scalar(paused) is not None:
        raise Conflict("contact-blocked", "There is no contact between you and one of them.")
