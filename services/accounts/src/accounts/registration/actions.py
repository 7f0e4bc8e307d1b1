"""Registering, confirming, correcting."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.limits.actions import RateLimits
from accounts.mail.actions import queue_mail
from accounts.passwords import hash_password, password_matches
from accounts.people.actions import announce_person, lock_address
from accounts.people.model import Person
from accounts.people.queries import person_at
from accounts.people.rules import search_key
from accounts.registration.model import Registration
from accounts.registration.queries import latest_registration
from accounts.registration.schemas import CorrectionRequest, RegistrationRequest
from accounts.settings import Settings
from accounts.tokens.actions import (
    LinkNotValid,
    consume_token,
    registration_of_token,
    revoke_tokens,
)
from shared import clock
from shared.http import Unauthorized
from shared.identity.addresses import address_key


class WrongCredentials(Unauthorized):
    """Unknown address, wrong password and no password at all answer alike."""

    def __init__(self) -> None:
        super().__init__("wrong-credentials", "The address or the password is not right.")


async def register(
    session: AsyncSession,
    settings: Settings,
    limits: RateLimits,
    body: RegistrationRequest,
    client: str,
) -> None:
    """Claim an address. Whether it already has an account is looked up when the mail is sent."""
    await limits.spend("registration_per_address", client)
    await limits.spend("mail_per_recipient", address_key(body.email))
    password_hash = await hash_password(body.password)
    registration = Registration(
        email=body.email,
        email_key=address_key(body.email),
        mail_to=body.email,
        password_hash=password_hash,
        name=body.name,
        country=body.country,
        language=body.language,
        zone=body.zone,
        code_of_conduct_at=clock.now(),
        expires_at=clock.real_now() + settings.confirmation_lifetime,
    )
    session.add(registration)
    await session.flush()
    _mail_link(session, registration)


def _mail_link(session: AsyncSession, registration: Registration) -> None:
    queue_mail(
        session,
        "confirm_registration",
        registration.mail_to,
        registration.language,
        registration_id=registration.id,
    )


async def resend_confirmation(session: AsyncSession, limits: RateLimits, email: str) -> None:
    """Ask for the link again. To whom, and whether at all, is looked up when sending."""
    await limits.spend("mail_per_recipient", address_key(email))
    queue_mail(session, "resend_confirmation", email, "en")


async def confirm_registration(session: AsyncSession, token: str) -> Person:
    """Whoever holds the mailed link becomes the person, with the password of that registration."""
    await lock_claims(session, token)
    row = await consume_token(session, token, "confirm_registration")
    if row.registration_id is None:
        raise LinkNotValid
    return await become_person(session, row.registration_id, confirmed_by="mail")


async def lock_claims(session: AsyncSession, token: str) -> None:
    """Confirming ends all claims on an address, so claims are confirmed one after the other.

    The addresses are locked before any row: two who confirm at once would else wait for each other.
    """
    registration_id = await registration_of_token(session, token)
    registration = (
        await session.get(Registration, registration_id) if registration_id is not None else None
    )
    if registration is not None:
        for address in sorted({registration.email_key, address_key(registration.mail_to)}):
            await lock_address(session, address)


async def become_person(
    session: AsyncSession, registration_id: UUID, *, confirmed_by: str
) -> Person:
    """Turn a registration into a person. All other claims on the address end."""
    registration = await session.get(
        Registration, registration_id, with_for_update=True, populate_existing=True
    )
    if registration is None:
        raise LinkNotValid
    # A private address stands in for the school's, unless staff have vouched for the person.
    by_private = registration.is_private and confirmed_by == "mail"
    email = registration.mail_to if by_private else registration.email
    await lock_address(session, email)
    if await person_at(session, email) is not None:
        raise LinkNotValid
    person = Person(
        name=registration.name,
        name_key=search_key(registration.name),
        email=email,
        email_key=address_key(email),
        school_email=registration.email if by_private else None,
        country=registration.country,
        language=registration.language,
        zone=registration.zone,
        password_hash=registration.password_hash,
        verification="pending",
        confirmed_at=clock.now(),
        confirmed_by=confirmed_by,
        code_of_conduct_at=registration.code_of_conduct_at,
    )
    session.add(person)
    await session.flush()
    claims = {registration.email_key, person.email_key}
    await session.execute(delete(Registration).where(Registration.email_key.in_(claims)))
    await announce_person(session, person)
    return person


async def correct_registration(
    session: AsyncSession, limits: RateLimits, body: CorrectionRequest
) -> None:
    """Before confirming, the address may be corrected, or a private one used for the link."""
    await limits.spend("sign_in_per_account_everywhere", address_key(body.email))
    await limits.spend("mail_per_recipient", address_key(body.new_email))
    registration = await latest_registration(session, body.email)
    known = registration.password_hash if registration else None
    if not await password_matches(body.password, known) or registration is None:
        raise WrongCredentials
    await revoke_tokens(session, "confirm_registration", registration_id=registration.id)
    registration.mail_to = body.new_email
    if not body.keep_as_school_address:
        registration.email = body.new_email
        registration.email_key = address_key(body.new_email)
    _mail_link(session, registration)


async def forget_old_registrations(session: AsyncSession) -> int:
    """Nobody confirmed them in time."""
    old = select(Registration.id).where(Registration.expires_at < clock.real_now()).limit(200)
    gone = await session.scalars(
        delete(Registration).where(Registration.id.in_(old)).returning(Registration.id)
    )
    return len(gone.all())
