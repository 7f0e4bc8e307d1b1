"""HTTP of resets and changes of credentials."""

from accounts.dependencies import Anyone, Client, Conf, Db, Limits, Seal
from accounts.me.queries import me_of
from accounts.passwords import hash_password
from accounts.people.schemas import Me
from accounts.recovery import actions
from accounts.recovery.schemas import (
    EmailChange,
    EmailConfirmation,
    PasswordChange,
    PrivateEmailAddition,
    ProvenChange,
    ResetConfirmation,
    ResetRequest,
)
from accounts.registration.schemas import Accepted
from accounts.sessions.devices import remembered
from accounts.sessions.schemas import SessionOpened
from accounts.step_up.actions import proven_person, step_up
from accounts.tokens.actions import LinkNotValid, is_good
from shared.http import Transaction, public, router
from shared.identity.addresses import address_key

routes = router("recovery")


@routes.post("/password-resets", status_code=202, dependencies=[public()])
async def ask_reset(
    body: ResetRequest, session: Transaction, limits: Limits, client: Client
) -> Accepted:
    """The answer is the same whether the address is known or not."""
    await limits.pace("registration_per_network", client)
    await limits.spend("mail_per_recipient", address_key(body.email), client)
    actions.ask_reset(session, body.email)
    return Accepted()


@routes.post("/password-resets/confirm", status_code=204, dependencies=[public()])
async def reset_password(
    body: ResetConfirmation, database: Db, limits: Limits, client: Client
) -> None:
    """Sets the password and signs out everywhere. Then sign in, second factor included."""
    token = body.token.get_secret_value()
    await limits.pace("link_per_network", client)
    async with database.reading() as session:
        if not await is_good(session, token, "reset_password"):
            raise LinkNotValid
    password_hash = await hash_password(body.password, client)
    async with database.transaction() as session:
        await actions.reset_password(session, token, password_hash)
    for limit in ("link_per_network", "registration_per_network"):
        await limits.give_back(limit, client)


@routes.post("/me/password")
async def change_password(
    *,
    who: Anyone,
    body: PasswordChange,
    database: Db,
    conf: Conf,
    vault: Seal,
    limits: Limits,
    client: Client,
) -> SessionOpened:
    """Other devices are signed out; this session goes on under the new token."""
    proof = await step_up(database, limits, who, body.current_password, client)
    password_hash = await hash_password(body.new_password, client)
    async with database.transaction() as session:
        person, opened = await actions.change_password(session, conf, who, proof, password_hash)
    return remembered(vault, person, opened)


@routes.post("/me/email", status_code=202)
async def ask_email_change(
    who: Anyone, body: EmailChange, database: Db, limits: Limits, client: Client
) -> Accepted:
    """The new address counts once its link is opened."""
    proof = await step_up(database, limits, who, body.password, client)
    await limits.spend("mail_per_recipient", address_key(body.new_email), who.person_id)
    async with database.transaction() as session:
        person = await proven_person(session, who, proof)
        await actions.ask_email_change(session, person, body.new_email)
    return Accepted()


@routes.post("/me/private-email", status_code=202)
async def ask_private_email(
    who: Anyone, body: PrivateEmailAddition, database: Db, limits: Limits, client: Client
) -> Accepted:
    """A second address, for when mail at school fails. It counts once its link is opened."""
    proof = await step_up(database, limits, who, body.password, client)
    await limits.spend("mail_per_recipient", address_key(body.private_email), who.person_id)
    async with database.transaction() as session:
        person = await proven_person(session, who, proof)
        await actions.ask_private_email(session, person, body.private_email)
    return Accepted()


@routes.post("/me/private-email/remove", status_code=204)
async def remove_private_email(
    who: Anyone, body: ProvenChange, database: Db, limits: Limits, client: Client
) -> None:
    """Every confirmed address is told, the removed one too."""
    proof = await step_up(database, limits, who, body.password, client)
    async with database.transaction() as session:
        person = await proven_person(session, who, proof)
        await actions.remove_private_email(session, person)


@routes.post("/addresses/confirm", dependencies=[public()])
async def confirm_address(
    body: EmailConfirmation, database: Db, limits: Limits, client: Client
) -> Me:
    """The link that was mailed to a new or private address."""
    await limits.pace("link_per_network", client)
    async with database.transaction() as session:
        person = await actions.confirm_address(session, body.token.get_secret_value())
        me = await me_of(session, person)
    await limits.give_back("link_per_network", client)
    return me
