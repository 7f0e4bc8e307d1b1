"""HTTP of signing in."""

from uuid import UUID

from accounts.dependencies import (
    Client,
    Conf,
    Device,
    IdentityChecker,
    Limits,
    Seal,
    SessionToken,
)
from accounts.sessions.schemas import SessionOpened
from accounts.sign_in import actions
from accounts.sign_in.schemas import (
    SecondFactorCode,
    SignInByCodeRequest,
    SignInCode,
    SignInCodeRequest,
    SignInLinkRequest,
    SignInRequest,
)
from shared.http import Transaction, public, router

routes = router("sign-in")


@routes.post("/sessions", status_code=201, dependencies=[public()])
async def sign_in(
    *,
    body: SignInRequest,
    session: Transaction,
    conf: Conf,
    vault: Seal,
    limits: Limits,
    client: Client,
    device: Device,
    meridian_session: SessionToken = None,
) -> SessionOpened:
    """With a password. Send the browser's old session along: it ends."""
    return await actions.sign_in(
        session, conf, vault, limits, body, client=client, device=device, replaces=meridian_session
    )


@routes.post("/sessions/second-factor", dependencies=[public()])
async def finish_sign_in(
    *,
    body: SecondFactorCode,
    session: Transaction,
    conf: Conf,
    vault: Seal,
    limits: Limits,
    meridian_session: SessionToken = None,
) -> SessionOpened:
    """The second step of people who have a second factor."""
    return await actions.finish_sign_in(
        session, conf, vault, limits, session_token=meridian_session, code=body.code
    )


@routes.post("/sessions/by-code", status_code=201, dependencies=[public()])
async def sign_in_by_code(
    *,
    body: SignInByCodeRequest,
    session: Transaction,
    conf: Conf,
    limits: Limits,
    client: Client,
    device: Device,
    meridian_session: SessionToken = None,
) -> SessionOpened:
    """With a single-use code from staff."""
    return await actions.sign_in_by_code(
        session, conf, limits, body, client=client, device=device, replaces=meridian_session
    )


@routes.post("/sign-in-links", status_code=201, dependencies=[public()])
async def sign_in_by_link(
    body: SignInLinkRequest,
    session: Transaction,
    conf: Conf,
    device: Device,
    meridian_session: SessionToken = None,
) -> SessionOpened:
    """With a one-time link of the demo; refused unless the installation allows them."""
    return await actions.sign_in_by_link(
        session, conf, body.token.get_secret_value(), device=device, replaces=meridian_session
    )


@routes.post("/people/{person_id}/sign-in-code")
async def issue_sign_in_code(
    person_id: UUID,
    body: SignInCodeRequest,
    who: IdentityChecker,
    session: Transaction,
    conf: Conf,
) -> SignInCode:
    """After checking identity: a single-use code for somebody who cannot receive mail."""
    return await actions.issue_sign_in_code(session, conf, who, person_id, body.reason)
