"""HTTP of the second factor."""

from accounts.dependencies import Anyone, Client, Conf, Db, Limits, Seal
from accounts.second_factor import actions
from accounts.second_factor.schemas import (
    SecondFactorConfirmation,
    SecondFactorConfirmed,
    SecondFactorRemoval,
    SecondFactorStart,
    SecondFactorStarted,
)
from accounts.sessions.actions import own_session, rotate
from accounts.step_up.actions import proven_person, step_up
from shared.http import router

routes = router("second-factor")


@routes.post("/me/second-factor")
async def start_second_factor(
    who: Anyone,
    body: SecondFactorStart,
    database: Db,
    vault: Seal,
    limits: Limits,
    client: Client,
) -> SecondFactorStarted:
    """A new secret for an authenticator app. It counts once a code of it is confirmed."""
    proof = await step_up(database, limits, who, body.password, client)
    async with database.transaction() as session:
        person = await proven_person(session, who, proof)
        return await actions.start_second_factor(session, vault, person)


@routes.post("/me/second-factor/confirm")
async def confirm_second_factor(
    *,
    who: Anyone,
    body: SecondFactorConfirmation,
    database: Db,
    conf: Conf,
    vault: Seal,
    limits: Limits,
) -> SecondFactorConfirmed:
    await limits.spend("second_factor", who.session_id)
    async with database.transaction() as session:
        codes = await actions.confirm_second_factor(session, vault, who, body.code)
        opened = await rotate(session, conf, await own_session(session, who), proven=False)
    return SecondFactorConfirmed(recovery_codes=codes, session=opened)


@routes.post("/me/second-factor/remove", status_code=204)
async def remove_second_factor(
    who: Anyone,
    body: SecondFactorRemoval,
    database: Db,
    vault: Seal,
    limits: Limits,
    client: Client,
) -> None:
    proof = await step_up(database, limits, who, body.password, client)
    await limits.spend("second_factor", who.session_id)
    async with database.transaction() as session:
        person = await proven_person(session, who, proof)
        await actions.remove_second_factor(session, vault, who, person, body.code)
