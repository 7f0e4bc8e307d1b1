"""Resetting the password, changing the password, changing the addresses."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.mail.actions import drop_mails, queue_mail, tell_person
from accounts.people.actions import announce_person, lock_address
from accounts.people.model import Person
from accounts.people.queries import lock_person, person_at
from accounts.sessions.actions import close_all, own_session, rotate
from accounts.sessions.schemas import SessionOpened
from accounts.settings import Settings
from accounts.step_up.actions import proven_person
from accounts.step_up.rules import Proof
from accounts.tokens.actions import LinkNotValid, consume_token, revoke_tokens
from shared.http import Principal
from shared.identity.addresses import address_key

_INTO_MAILBOXES = ("confirm_email", "confirm_private_email")
_BACK_IN = ("reset_password", "sign_in_code")


def ask_reset(session: AsyncSession, email: str) -> None:
    """The same work for every address; whether there is an account is looked up when sending."""
    queue_mail(session, "reset_password", email, "en")


async def reset_password(session: AsyncSession, token: str, password_hash: str) -> None:
    """A new password through a mailed link. All sessions and other links end."""
    row = await consume_token(session, token, "reset_password")
    if row.person_id is None:
        raise LinkNotValid
    person = await lock_person(session, row.person_id)
    await _set_password(session, person, password_hash)
    await close_all(session, person.id)


async def change_password(
    session: AsyncSession, settings: Settings, who: Principal, proof: Proof, password_hash: str
) -> tuple[Person, SessionOpened]:
    """Other sessions end; this one goes on under a new token."""
    person = await proven_person(session, who, proof)
    await _set_password(session, person, password_hash)
    await close_all(session, person.id, keep=who.session_id)
    row = await own_session(session, who)
    return person, await rotate(session, settings, row, proven=proof.by_password)


async def _set_password(session: AsyncSession, person: Person, password_hash: str) -> None:
    person.password_hash = password_hash
    await _revoke(session, person, *_INTO_MAILBOXES, *_BACK_IN)
    tell_person(session, person, "password_changed")


async def _revoke(session: AsyncSession, person: Person, *purposes: str) -> None:
    """Links end, and so do those that are still to be mailed: a mail server may be away for days."""
    await revoke_tokens(session, *purposes, person_id=person.id)
    await drop_mails(session, person.id, *purposes)


async def ask_email_change(session: AsyncSession, person: Person, new_email: str) -> None:
    """The new address counts when its link is opened. The old one is told at once."""
    await _revoke(session, person, "confirm_email")
    queue_mail(session, "confirm_email", new_email, person.language, person_id=person.id)
    tell_person(session, person, "email_change_asked", new_email=new_email)


async def ask_private_email(session: AsyncSession, person: Person, private_email: str) -> None:
    """The private address counts when its link is opened. The others are told at once."""
    await _revoke(session, person, "confirm_private_email")
    queue_mail(
        session, "confirm_private_email", private_email, person.language, person_id=person.id
    )
    tell_person(session, person, "private_email_asked", new_email=private_email)


async def remove_private_email(session: AsyncSession, person: Person) -> None:
    """What was sent there to get in with ends too."""
    if person.private_email is None:
        return
    tell_person(session, person, "private_email_removed", old_email=person.private_email)
    person.add_private(None)
    await _revoke(session, person, *_BACK_IN, "confirm_private_email")
    await announce_person(session, person)


async def confirm_address(session: AsyncSession, token: str) -> Person:
    """A new address, or a private one, is confirmed by the link that was sent to it.

    Links that were sent to the addresses before it end: their mailboxes may be somebody else's now.
    """
    row = await consume_token(session, token, *_INTO_MAILBOXES)
    if row.person_id is None or row.address is None:
        raise LinkNotValid
    await lock_address(session, row.address)
    person = await lock_person(session, row.person_id)
    holder = await person_at(session, row.address)
    if holder is not None and holder.id != person.id:
        raise LinkNotValid
    before = person.addresses
    if row.purpose == "confirm_email":
        if person.private_email_key == address_key(row.address):
            person.add_private(None)
        person.move_to(row.address)
        told = "email_changed"
    else:
        if person.email_key != address_key(row.address):
            person.add_private(row.address)
        told = "private_email_added"
    # Both the mailboxes of before and of now.
    for address in dict.fromkeys((*before, *person.addresses)):
        queue_mail(
            session,
            told,
            address,
            person.language,
            person_id=person.id,
            values={"new_email": row.address},
        )
    await _revoke(session, person, *_BACK_IN)
    await announce_person(session, person)
    return person
