"""Registering, confirming, correcting."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.mail.actions import queue_mail
from accounts.people.actions import announce_person, lock_address
from accounts.people.model import Person
from accounts.people.queries import person_at
from accounts.people.rules import search_key
from accounts.registration.model import Registration
from accounts.registration.schemas import CorrectionRequest, RegistrationRequest, SaidOfOneself
from accounts.settings import Settings
from accounts.tokens.actions import (
    LinkNotValid,
    consume_token,
    keep_token,
    new_token,
    registration_of_token,
    revoke_tokens,
)
from shared import clock
from shared.identity.addresses import address_key


async def register(session: AsyncSession, settings: Settings, body: RegistrationRequest) -> str:
    """Claim an address; the key that corrects the claim. Whether the address has an account is
    looked up when the mail is sent."""
    registration = Registration(
        name=body.name,
        country=body.country,
        language=body.language,
        zone=body.zone,
        code_of_conduct_at=clock.now(),
        expires_at=clock.real_now() + settings.confirmation_lifetime,
    )
    registration.claim(body.email)
    session.add(registration)
    await session.flush()
    edit_key = new_token()
    await keep_token(
        session,
        edit_key,
        "edit_registration",
        settings.confirmation_lifetime,
        registration_id=registration.id,
    )
    _mail_link(session, registration)
    return edit_key


def _mail_link(session: AsyncSession, registration: Registration) -> None:
    queue_mail(
        session,
        "confirm_registration",
        registration.mail_to,
        registration.language,
        registration_id=registration.id,
    )


def resend_confirmation(session: AsyncSession, email: str) -> None:
    """Ask for the link again. To whom, and whether at all, is looked up when sending."""
    queue_mail(session, "resend_confirmation", email, "en")


async def opened_registration(session: AsyncSession, token: str) -> Registration:
    """Whose link this is. Nothing is consumed: mail programs open links by themselves."""
    return await _registration_of(session, token, "confirm_registration")


async def _registration_of(session: AsyncSession, token: str, purpose: str) -> Registration:
    """The registration of a good token, locked."""
    query = select(Registration).where(
        Registration.id == await registration_of_token(session, token, purpose)
    )
    found = (await session.scalars(query.with_for_update())).one_or_none()
    if found is None:
        raise LinkNotValid
    return found


async def confirm_registration(
    session: AsyncSession, token: str, password_hash: str, said: SaidOfOneself
) -> Person:
    """Whoever holds the mailed link becomes the person, with the password chosen just now.

    What they say of themselves replaces what was registered: somebody else may have written it.
    """
    await lock_claims(session, token)
    row = await consume_token(session, token, "confirm_registration")
    if row.registration_id is None:
        raise LinkNotValid
    registration = await session.get(Registration, row.registration_id, with_for_update=True)
    if registration is None:
        raise LinkNotValid
    for field, value in said.model_dump(include=set(SaidOfOneself.model_fields)).items():
        if value is not None:
            setattr(registration, field, value)
    await session.flush()
    return await become_person(
        session, registration.id, confirmed_by="mail", password_hash=password_hash
    )


async def lock_claims(session: AsyncSession, token: str) -> None:
    """Confirming ends all claims on an address, so claims are confirmed one after the other.

    The addresses are locked before any row: two who confirm at once would else wait for each other.
    """
    registration_id = await registration_of_token(
        session, token, "confirm_registration", "sign_in_code"
    )
    registration = (
        await session.get(Registration, registration_id) if registration_id is not None else None
    )
    if registration is not None:
        for address in sorted({registration.email_key, address_key(registration.mail_to)}):
            await lock_address(session, address)


async def become_person(
    session: AsyncSession,
    registration_id: UUID,
    *,
    confirmed_by: str,
    password_hash: str | None = None,
) -> Person:
    """Turn a registration into a person. All other claims on the address that was proved end.

    Claims on a school's address that was only told stay: its owner may be about to confirm one.
    """
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
        password_hash=password_hash,
        verification="pending",
        confirmed_at=clock.now(),
        confirmed_by=confirmed_by,
        code_of_conduct_at=registration.code_of_conduct_at,
    )
    session.add(person)
    await session.flush()
    proved = Registration.email_key == person.email_key
    await session.execute(delete(Registration).where(proved | (Registration.id == registration.id)))
    await announce_person(session, person)
    return person


async def correct_registration(session: AsyncSession, body: CorrectionRequest) -> None:
    """Before confirming, who registered may correct the address, or have the link sent to a
    private one. An address that has an account takes this like any other."""
    edit_key = body.edit_key.get_secret_value()
    registration = await _registration_of(session, edit_key, "edit_registration")
    await revoke_tokens(session, "confirm_registration", registration_id=registration.id)
    if body.keep_as_school_address:
        registration.send_link_to(body.new_email)
    else:
        registration.claim(body.new_email)
    _mail_link(session, registration)


async def forget_old_registrations(session: AsyncSession) -> int:
    """Nobody confirmed them in time."""
    old = select(Registration.id).where(Registration.expires_at < clock.real_now()).limit(200)
    gone = await session.scalars(
        delete(Registration).where(Registration.id.in_(old)).returning(Registration.id)
    )
    return len(gone.all())
