"""HTTP of sessions."""

from uuid import UUID

from accounts.dependencies import Anyone, Conf, SessionToken
from accounts.sessions import actions
from accounts.sessions.schemas import SessionList
from accounts.sessions.views import item_of
from shared.http import Reading, Transaction, public, router

routes = router("sessions")


@routes.get("/sessions")
async def list_sessions(who: Anyone, session: Reading, conf: Conf) -> SessionList:
    """Where I am signed in, latest first."""
    rows = await actions.living_sessions(session, conf, who.person_id)
    return SessionList(items=[item_of(row, who.session_id) for row in rows])


@routes.delete("/sessions/current", status_code=204, dependencies=[public()])
async def sign_out(session: Transaction, meridian_session: SessionToken = None) -> None:
    """Ends the session of the token that is sent; already ended is fine too."""
    if meridian_session:
        await actions.close_by_token(session, meridian_session)


@routes.delete("/sessions/{session_id}", status_code=204)
async def close_session(session_id: UUID, who: Anyone, session: Transaction) -> None:
    await actions.close_session(session, who, session_id)
