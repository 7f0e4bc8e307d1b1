"""HTTP of signing in."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from accounts.dependencies import (
    Client,
    CodeIssuer,
    Conf,
    Db,
    Device,
    DeviceTokens,
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


def _caller(
    network: Client,
    device: Device,
    device_tokens: DeviceTokens,
    meridian_session: SessionToken = None,
) -> actions.Caller:
    return actions.Caller(network, device, device_tokens, meridian_session)


Caller = Annotated[actions.Caller, Depends(_caller)]


@routes.post("/sessions", status_code=201, dependencies=[public()])
async def sign_in(
    body: SignInRequest, database: Db, conf: Conf, vault: Seal, limits: Limits, caller: Caller
) -> SessionOpened:
    """With a password. Send the browser's old session along: it ends."""
    return await actions.sign_in(database, conf, vault, limits, body, caller)


@routes.post("/sessions/second-factor", dependencies=[public()])
async def finish_sign_in(
    body: SecondFactorCode, database: Db, conf: Conf, vault: Seal, limits: Limits, caller: Caller
) -> SessionOpened:
    """The second step of people who have a second factor."""
    return await actions.finish_sign_in(database, conf, vault, limits, caller, body.code)


@routes.post("/sessions/by-code", status_code=201, dependencies=[public()])
async def sign_in_by_code(
    body: SignInByCodeRequest,
    database: Db,
    conf: Conf,
    vault: Seal,
    limits: Limits,
    caller: Caller,
) -> SessionOpened:
    """With a single-use code from staff."""
    return await actions.sign_in_by_code(database, conf, vault, limits, body, caller)


@routes.post("/sign-in-links", status_code=201, dependencies=[public()])
async def sign_in_by_link(
    body: SignInLinkRequest, session: Transaction, conf: Conf, limits: Limits, caller: Caller
) -> SessionOpened:
    """With a one-time link of the demo; refused unless the installation allows them."""
    await limits.pace("link_per_network", caller.network)
    return await actions.sign_in_by_link(session, conf, body.token.get_secret_value(), caller)


@routes.post("/people/{person_id}/sign-in-code")
async def issue_sign_in_code(
    person_id: UUID,
    body: SignInCodeRequest,
    who: CodeIssuer,
    session: Transaction,
    conf: Conf,
) -> SignInCode:
    """After checking identity: a single-use code for somebody who cannot receive mail."""
    return await actions.issue_sign_in_code(session, conf, who, person_id, body.reason)
