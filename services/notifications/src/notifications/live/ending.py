"""Ending what is open for somebody: their session is over, or their roles changed."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.live.hub import HUB
from notifications.live.model import StreamEnding
from shared.contracts.accounts import SessionsEnded


async def end_sessions(session: AsyncSession, event: SessionsEnded) -> None:
    """Nothing is told any more to these sessions, and their last tokens open no new stream."""
    await _end(session, event.person_id, event.session_ids)


async def end_streams(session: AsyncSession, person_id: UUID) -> None:
    """What is open for this person ends; their sessions go on, and open it again."""
    await _end(session, person_id, [None])


async def has_ended(session: AsyncSession, session_id: UUID) -> bool:
    """Whether this session is known to be over: its token may be good for another minute."""
    return bool(await session.scalar(select(exists().where(StreamEnding.session_id == session_id))))


async def forget_endings(session: AsyncSession) -> None:
    """Drop what is older than a day: tokens have long ended."""
    old = StreamEnding.id < func.uuidv7(text("interval '-1 day'"))
    await session.execute(delete(StreamEnding).where(old))


async def _end(session: AsyncSession, person_id: UUID, session_ids: Iterable[UUID | None]) -> None:
    session.add_all(StreamEnding(person_id=person_id, session_id=one) for one in session_ids)
    await session.flush()
    session.info.setdefault("after_commit", []).append(lambda: HUB.end(person_id))
