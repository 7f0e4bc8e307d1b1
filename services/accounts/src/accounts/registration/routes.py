"""HTTP of registration."""

from typing import Annotated

from fastapi import Query

from accounts.dependencies import (
    Client,
    Conf,
    Db,
    Device,
    IdentityChecker,
    Limits,
    Seal,
    SessionToken,
)
from accounts.passwords import hash_password
from accounts.registration import actions
from accounts.registration.model import Registration
from accounts.registration.queries import waiting_registrations
from accounts.registration.schemas import (
    Accepted,
    ConfirmRequest,
    CorrectionRequest,
    LinkOpened,
    OpenedRegistration,
    RegistrationAccepted,
    RegistrationRequest,
    ResendRequest,
    WaitingRegistration,
)
from accounts.sessions.actions import open_session
from accounts.sessions.devices import remembered
from accounts.sessions.schemas import SessionOpened
from shared.http import Cursor, Page, Reading, Transaction, page_of, public, router
from shared.identity.addresses import address_key

routes = router("registration")


@routes.post("/registrations", status_code=202, dependencies=[public()])
async def register(
    body: RegistrationRequest, session: Transaction, conf: Conf, limits: Limits, client: Client
) -> RegistrationAccepted:
    """Claim an address. The answer is the same whether it is known or not."""
    await limits.pace("registration_per_network", client)
    await limits.spend("mail_per_recipient", address_key(body.email), client)
    return RegistrationAccepted(edit_key=await actions.register(session, conf, body))


@routes.post("/registrations/opened", dependencies=[public()])
async def open_registration(
    body: LinkOpened, database: Db, limits: Limits, client: Client
) -> OpenedRegistration:
    """What a mailed link is about. It stays good."""
    await limits.pace("link_per_network", client)
    async with database.reading() as session:
        opened = await actions.opened_registration(session, body.token.get_secret_value())
    await limits.give_back("link_per_network", client)
    return OpenedRegistration(
        email=opened.mail_to,
        name=opened.name,
        country=opened.country,
        language=opened.language,
        zone=opened.zone,
    )


@routes.post("/registrations/confirm", dependencies=[public()])
async def confirm_registration(
    *,
    body: ConfirmRequest,
    database: Db,
    conf: Conf,
    vault: Seal,
    limits: Limits,
    client: Client,
    device: Device,
    meridian_session: SessionToken = None,
) -> SessionOpened:
    """The mailed link confirms, sets the password, and signs in."""
    token = body.token.get_secret_value()
    await limits.pace("link_per_network", client)
    async with database.reading() as session:
        await actions.opened_registration(session, token)
    password_hash = await hash_password(body.password, client)
    async with database.transaction() as session:
        person = await actions.confirm_registration(session, token, password_hash, body)
        opened = await open_session(
            session,
            conf,
            person.id,
            opened_by="confirmation",
            device=device,
            replaces=meridian_session,
        )
    for limit in ("link_per_network", "registration_per_network"):
        await limits.give_back(limit, client)
    return remembered(vault, person, opened)


@routes.post("/registrations/resend", status_code=202, dependencies=[public()])
async def resend_confirmation(
    body: ResendRequest, session: Transaction, limits: Limits, client: Client
) -> Accepted:
    await limits.pace("registration_per_network", client)
    await limits.spend("mail_per_recipient", address_key(body.email), client)
    actions.resend_confirmation(session, body.email)
    return Accepted()


@routes.post("/registrations/correct", status_code=202, dependencies=[public()])
async def correct_registration(
    body: CorrectionRequest, session: Transaction, limits: Limits, client: Client
) -> Accepted:
    """For people who cannot receive the link: another address, before confirming."""
    await limits.pace("registration_per_network", client)
    await limits.spend("mail_per_recipient", address_key(body.new_email), client)
    await actions.correct_registration(session, body)
    return Accepted()


@routes.get("/registrations")
async def list_registrations(
    who: IdentityChecker,
    session: Reading,
    query: Annotated[str, Query(max_length=200)] = "",
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[WaitingRegistration]:
    """People who have not confirmed, for staff who help them in."""
    rows, following = await page_of(
        session, waiting_registrations(query), key=Registration.id, cursor=cursor, limit=limit
    )
    return Page(items=[_item(row) for row in rows], next_cursor=following)


def _item(row: Registration) -> WaitingRegistration:
    return WaitingRegistration(
        id=row.id,
        name=row.name,
        email=row.email,
        mail_to=row.mail_to,
        country=row.country,
        registered_at=row.code_of_conduct_at,
        expires_at=row.expires_at,
    )
