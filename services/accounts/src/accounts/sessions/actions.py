"""Opening, following and closing sessions."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.roles.queries import grants_of
from accounts.sessions.model import Session
from accounts.sessions.schemas import SessionOpened
from accounts.settings import Settings
from accounts.tokens.actions import new_token, token_hash
from shared import clock
from shared.contracts.accounts import SessionsEnded
from shared.http import NotFound, Principal, Unauthorized
from shared.ids import new_id
from shared.outbox import announce

_SEEN_EVERY = timedelta(minutes=1)
_MOST_TOLD = 500
"""Sessions in one event, which has a greatest size."""


async def open_session(
    session: AsyncSession,
    settings: Settings,
    person_id: UUID,
    *,
    opened_by: str,
    device: str,
    replaces: str | None = None,
    waits_for_code: bool = False,
) -> SessionOpened:
    """A new session under a new token; the one that the browser held before ends."""
    if replaces:
        await close_by_token(session, replaces)
    now = clock.real_now()
    token = new_token()
    lifetime = timedelta(minutes=10) if waits_for_code else settings.session_absolute
    row = Session(
        person_id=person_id,
        token_hash=token_hash(token),
        opened_by=opened_by,
        device=device[:200],
        auth_time=now,
        last_seen_at=now,
        expires_at=now + lifetime,
        waits_for_code=waits_for_code,
    )
    session.add(row)
    await session.flush()
    return _opened(row, token)


def _opened(row: Session, token: str) -> SessionOpened:
    return SessionOpened(
        session_token=token,
        expires_at=row.expires_at,
        second_factor="required" if row.waits_for_code else "none",
    )


async def find_session(
    session: AsyncSession, settings: Settings, token: str | None, *, lock: bool = False
) -> Session:
    """The living session behind a token. Missing, ended, revoked and idle answer alike."""
    query = select(Session).where(Session.token_hash == token_hash(token or ""))
    row = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    now = clock.real_now()
    if row is None or not row.alive(now, await _idle(session, settings, row.person_id)):
        raise Unauthorized("session-ended", "Your session has ended. Please sign in again.")
    return row


async def _idle(session: AsyncSession, settings: Settings, person_id: UUID) -> timedelta:
    staff = await grants_of(session, person_id)
    return settings.staff_session_idle if staff else settings.session_idle


def seen(row: Session) -> None:
    """Note that the session is in use; at most once a minute, to spare the table."""
    now = clock.real_now()
    if now - row.last_seen_at >= _SEEN_EVERY:
        row.last_seen_at = now


async def rotate(
    session: AsyncSession, settings: Settings, row: Session, *, proven: bool
) -> SessionOpened:
    """The session goes on under a new token and id; the old ones are worthless.

    Only who has just proved who they are begins its time anew: else a borrowed session would
    never end, nor grow too old for a change of credentials.
    """
    now = clock.real_now()
    token = new_token()
    if not row.waits_for_code:
        await _announce_ended(session, [(row.id, row.person_id)])
    row.id, row.token_hash = new_id(), token_hash(token)
    row.last_seen_at = now
    if proven:
        row.auth_time, row.expires_at = now, now + settings.session_absolute
    row.waits_for_code = False
    await session.flush()
    return _opened(row, token)


async def own_session(session: AsyncSession, who: Principal) -> Session:
    """The session that the access token was made from, locked."""
    query = select(Session).where(Session.id == who.session_id, Session.person_id == who.person_id)
    row = (await session.scalars(query.with_for_update())).one_or_none()
    if row is None:
        raise Unauthorized("session-ended", "Your session has ended. Please sign in again.")
    return row


async def close_by_token(session: AsyncSession, token: str) -> None:
    await _end(session, Session.token_hash == token_hash(token))


async def close_session(session: AsyncSession, who: Principal, session_id: UUID) -> None:
    """Sign another device of mine out."""
    if not await _end(session, Session.id == session_id, Session.person_id == who.person_id):
        raise NotFound("This session")


async def close_all(session: AsyncSession, person_id: UUID, keep: UUID | None = None) -> None:
    """Sign the person out everywhere, but for one session."""
    others = Session.id != keep if keep else true()
    await _end(session, Session.person_id == person_id, others)


async def _end(session: AsyncSession, *which: ColumnElement[bool]) -> int:
    """Delete these sessions and tell whoever holds something open for them. Returns how many."""
    ended = await session.execute(
        delete(Session).where(*which).returning(Session.id, Session.person_id)
    )
    gone = [(row.id, row.person_id) for row in ended]
    await _announce_ended(session, gone)
    return len(gone)


async def _announce_ended(session: AsyncSession, gone: Iterable[tuple[UUID, UUID]]) -> None:
    by_person: dict[UUID, list[UUID]] = {}
    for session_id, person_id in gone:
        by_person.setdefault(person_id, []).append(session_id)
    for person_id, ids in by_person.items():
        for first in range(0, len(ids), _MOST_TOLD):
            told = tuple(ids[first : first + _MOST_TOLD])
            await announce(session, SessionsEnded(person_id=person_id, session_ids=told))


async def living_sessions(
    session: AsyncSession, settings: Settings, person_id: UUID
) -> Iterable[Session]:
    now = clock.real_now()
    idle = await _idle(session, settings, person_id)
    query = (
        select(Session)
        .where(Session.person_id == person_id, Session.waits_for_code.is_(False))
        .order_by(Session.last_seen_at.desc())
    )
    return [row for row in await session.scalars(query) if row.alive(now, idle)]


async def forget_ended_sessions(session: AsyncSession) -> int:
    """Sessions past their absolute end go."""
    ended: datetime = clock.real_now()
    old = select(Session.id).where(Session.expires_at < ended).limit(200)
    return await _end(session, Session.id.in_(old))
