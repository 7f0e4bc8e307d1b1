"""HTTP of sessions."""

from uuid import UUID

from accounts.dependencies import Anyone, Conf, SessionToken
from accounts.sessions import actions
from accounts.sessions.model import Session
from accounts.sessions.schemas import SessionItem, SessionList
from shared.http import Reading, Transaction, public, router

routes = router("sessions")


@routes.get("/sessions")
async def list_sessions(who: Anyone, session: Reading, conf: Conf) -> SessionList:
    """Where I am signed in, latest first."""
    rows = await actions.living_sessions(session, conf, who.person_id)
    return SessionList(items=[item_of(row, who.session_id) for row in rows])


def item_of(row: Session, current: UUID) -> SessionItem:
    return SessionItem(
        id=row.id,
        device=row.device,
        opened_by=row.opened_by,
        auth_time=row.auth_time,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        current=row.id == current,
    )


@routes.delete("/sessions/current", status_code=204, dependencies=[public()])
async def sign_out(session: Transaction, meridian_session: SessionToken = None) -> None:
    """Ends the session of the token that is sent; already ended is fine too."""
    if meridian_session:
        await actions.close_by_token(session, meridian_session)


@routes.delete("/sessions/{session_id}", status_code=204)
async def close_session(session_id: UUID, who: Anyone, session: Transaction) -> None:
    await actions.close_session(session, who, session_id)
