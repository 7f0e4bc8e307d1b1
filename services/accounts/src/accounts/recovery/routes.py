"""HTTP of resets and changes of credentials."""

from accounts.dependencies import Anyone, Client, Conf, Limits
from accounts.people.schemas import Me
from accounts.people.views import me_of
from accounts.recovery import actions
from accounts.recovery.schemas import (
    EmailChange,
    EmailConfirmation,
    PasswordChange,
    ResetConfirmation,
    ResetRequest,
)
from accounts.registration.schemas import Accepted
from accounts.sessions.schemas import SessionOpened
from shared.http import Transaction, public, router

routes = router("recovery")


@routes.post("/password-resets", status_code=202, dependencies=[public()])
async def ask_reset(
    body: ResetRequest, session: Transaction, limits: Limits, client: Client
) -> Accepted:
    """The answer is the same whether the address is known or not."""
    await actions.ask_reset(session, limits, body.email, client)
    return Accepted()


@routes.post("/password-resets/confirm", status_code=204, dependencies=[public()])
async def reset_password(body: ResetConfirmation, session: Transaction) -> None:
    """Sets the password and signs out everywhere. Then sign in, second factor included."""
    await actions.reset_password(session, body.token.get_secret_value(), body.password)


@routes.post("/me/password")
async def change_password(
    who: Anyone, body: PasswordChange, session: Transaction, conf: Conf, limits: Limits
) -> SessionOpened:
    """Other devices are signed out; this session goes on under the new token."""
    return await actions.change_password(session, conf, limits, who, body)


@routes.post("/me/email", status_code=202)
async def ask_email_change(
    who: Anyone, body: EmailChange, session: Transaction, limits: Limits
) -> Accepted:
    """The new address counts once its link is opened."""
    await actions.ask_email_change(session, limits, who, body)
    return Accepted()


@routes.post("/addresses/confirm", dependencies=[public()])
async def confirm_address(body: EmailConfirmation, session: Transaction) -> Me:
    """The link that was mailed to a new or private address."""
    person = await actions.confirm_address(session, body.token.get_secret_value())
    return await me_of(session, person)
