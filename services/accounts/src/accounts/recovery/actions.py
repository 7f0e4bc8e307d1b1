"""Resetting the password, changing the password, changing the address."""

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.limits.actions import RateLimits
from accounts.mail.actions import queue_mail, tell_person
from accounts.passwords import hash_password, password_matches
from accounts.people.actions import announce_person, lock_address
from accounts.people.model import Person
from accounts.people.queries import lock_person, person_at
from accounts.recovery.schemas import EmailChange, PasswordChange
from accounts.sessions.actions import close_all, own_session, rotate
from accounts.sessions.schemas import SessionOpened
from accounts.settings import Settings
from accounts.tokens.actions import LinkNotValid, consume_token, revoke_tokens
from shared.http import Forbidden, Principal
from shared.identity.addresses import address_key

_LINKS = ("reset_password", "confirm_email", "confirm_private_email", "sign_in_code")


class WrongPassword(Forbidden):
    def __init__(self) -> None:
        super().__init__("wrong-password", "The password is not right.")


async def ask_reset(session: AsyncSession, limits: RateLimits, email: str, client: str) -> None:
    """The same work for every address; whether there is an account is looked up when sending."""
    await limits.spend("registration_per_address", client)
    await limits.spend("mail_per_recipient", address_key(email))
    queue_mail(session, "reset_password", email, "en")


async def reset_password(session: AsyncSession, token: str, password: SecretStr) -> None:
    """A new password through a mailed link. All sessions and other links end."""
    password_hash = await hash_password(password)
    row = await consume_token(session, token, "reset_password")
    if row.person_id is None:
        raise LinkNotValid
    person = await lock_person(session, row.person_id)
    await _set_password(session, person, password_hash)
    await close_all(session, person.id)


async def change_password(
    session: AsyncSession,
    settings: Settings,
    limits: RateLimits,
    who: Principal,
    body: PasswordChange,
) -> SessionOpened:
    """Asks for the current one. Other sessions end; this one goes on under a new token."""
    person = await check_password(session, limits, who, body.current_password)
    password_hash = await hash_password(body.new_password)
    await _set_password(session, person, password_hash)
    await close_all(session, person.id, keep=who.session_id)
    return await rotate(session, settings, await own_session(session, who))


async def _set_password(session: AsyncSession, person: Person, password_hash: str) -> None:
    person.password_hash = password_hash
    await revoke_tokens(session, *_LINKS, person_id=person.id)
    tell_person(session, person, "password_changed")


async def check_password(
    session: AsyncSession, limits: RateLimits, who: Principal, password: SecretStr | None
) -> Person:
    """Before something that cannot be taken back: the password again, from those who have one."""
    await limits.spend("sign_in_per_account_everywhere", who.person_id)
    await own_session(session, who)
    person = await lock_person(session, who.person_id)
    if person.password_hash is not None:
        given = password or SecretStr("")
        if not await password_matches(given, person.password_hash):
            raise WrongPassword
    return person


async def ask_email_change(
    session: AsyncSession, limits: RateLimits, who: Principal, body: EmailChange
) -> None:
    """The new address counts when its link is opened. The old one is told at once."""
    person = await check_password(session, limits, who, body.password)
    await limits.spend("mail_per_recipient", address_key(body.new_email))
    await revoke_tokens(session, "confirm_email", person_id=person.id)
    queue_mail(session, "confirm_email", body.new_email, person.language, person_id=person.id)
    tell_person(session, person, "email_change_asked", new_email=body.new_email)


async def confirm_address(session: AsyncSession, token: str) -> Person:
    """A new address, or a private one, is confirmed by the link that was sent to it."""
    row = await consume_token(session, token, "confirm_email", "confirm_private_email")
    if row.person_id is None or row.address is None:
        raise LinkNotValid
    await lock_address(session, row.address)
    person = await lock_person(session, row.person_id)
    holder = await person_at(session, row.address)
    if holder is not None and holder.id != person.id:
        raise LinkNotValid
    if row.purpose == "confirm_email":
        tell_person(session, person, "email_changed", new_email=row.address)
        if person.private_email_key == address_key(row.address):
            person.add_private(None)
        person.move_to(row.address)
    elif person.email_key != address_key(row.address):
        person.add_private(row.address)
    await announce_person(session, person)
    return person
