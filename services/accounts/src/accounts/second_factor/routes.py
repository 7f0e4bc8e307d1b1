"""HTTP of the second factor."""

from accounts.dependencies import Anyone, Conf, Limits, Seal
from accounts.second_factor import actions
from accounts.second_factor.schemas import (
    SecondFactorConfirmation,
    SecondFactorConfirmed,
    SecondFactorRemoval,
    SecondFactorStarted,
)
from accounts.sessions.actions import own_session, rotate
from shared.http import Transaction, router

routes = router("second-factor")


@routes.post("/me/second-factor")
async def start_second_factor(
    who: Anyone, session: Transaction, vault: Seal
) -> SecondFactorStarted:
    """A new secret for an authenticator app. It counts once a code of it is confirmed."""
    return await actions.start_second_factor(session, vault, who)


@routes.post("/me/second-factor/confirm")
async def confirm_second_factor(
    *,
    who: Anyone,
    body: SecondFactorConfirmation,
    session: Transaction,
    conf: Conf,
    vault: Seal,
    limits: Limits,
) -> SecondFactorConfirmed:
    codes = await actions.confirm_second_factor(session, vault, limits, who, body.code)
    opened = await rotate(session, conf, await own_session(session, who))
    return SecondFactorConfirmed(recovery_codes=codes, session=opened)


@routes.post("/me/second-factor/remove", status_code=204)
async def remove_second_factor(
    who: Anyone, body: SecondFactorRemoval, session: Transaction, vault: Seal, limits: Limits
) -> None:
    await actions.remove_second_factor(session, vault, limits, who, body)
