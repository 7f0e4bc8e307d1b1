"""From a queued mail to the letter that goes out: who gets it, and with which one-time link."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urljoin

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import Vault
from accounts.limits.actions import takes_one
from accounts.limits.rules import Limit
from accounts.mail.catalogue import translations
from accounts.mail.model import Mail
from accounts.mail.texts import TEXTS, compose
from accounts.people.model import Person
from accounts.people.queries import person_at
from accounts.registration.model import Registration
from accounts.registration.queries import latest_registration
from accounts.settings import Settings
from accounts.tokens.actions import keep_token
from shared import clock
from shared.identity.addresses import address_key, mailable

_ASKED_BY_ANYBODY: Final = frozenset(
    (
        "confirm_registration",
        "already_registered",
        "reset_password",
        "confirm_email",
        "confirm_private_email",
    )
)
"""Mails to an address that somebody typed, whoever they are."""


@dataclass(frozen=True)
class Letter:
    to: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class _Case:
    """What was found out about a queued mail."""

    template: str
    to: str
    language: str
    name: str
    person: Person | None = None
    registration: Registration | None = None


async def write_letter(
    session: AsyncSession, settings: Settings, vault: Vault, mail: Mail
) -> Letter | None:
    """The letter, its link's token remembered. None: there is nobody to write to."""
    case = await _look_up(session, mail)
    if case is None:
        return None
    if mail.outcome == "waiting" and not await _has_room(session, settings, case):
        return None
    link = TEXTS[case.template].link
    if "{token}" in link:
        token = vault.link_token(mail.id)
        await _keep(session, settings, token, case)
        link = link.format(token=token)
    values = {**mail.values, "name": case.name, "link": urljoin(settings.public_url, link)}
    subject, body = compose(case.template, translations(case.language).gettext, values)
    return Letter(mailable(case.to), case.language, subject, body)


async def _has_room(session: AsyncSession, settings: Settings, case: _Case) -> bool:
    """Whether one more of these mails may go to the mailbox within the hour, whoever asked.

    One network alone cannot use this up, and what it asked for ends nobody's earlier link.
    """
    if case.template not in _ASKED_BY_ANYBODY:
        return True
    limit = Limit.parse(settings.rate_limit_mail_per_mailbox)
    return await takes_one(session, limit, "mailbox", case.template, address_key(case.to))


async def _look_up(session: AsyncSession, mail: Mail) -> _Case | None:
    recipient = mail.recipient or ""
    if mail.template in {"erasure_started", "erasure_completed"}:
        return _Case(mail.template, recipient, mail.language, "")
    if mail.template == "reset_password":
        owner = await person_at(session, recipient)
        return None if owner is None else _to_person(mail.template, owner, recipient)
    if mail.template in {"confirm_registration", "resend_confirmation"}:
        return await _look_up_registration(session, mail, recipient)
    person = await session.get(Person, mail.person_id) if mail.person_id else None
    if person is None or person.erased_at is not None:
        return None
    return _Case(mail.template, recipient, person.language, person.name, person)


def _to_person(template: str, person: Person, asked: str) -> _Case:
    """To the address as it is stored, never as it was asked for."""
    to = person.address_at(address_key(asked))
    return _Case(template, to, person.language, person.name, person)


async def _look_up_registration(session: AsyncSession, mail: Mail, recipient: str) -> _Case | None:
    registration = (
        await session.get(Registration, mail.registration_id)
        if mail.registration_id
        else await latest_registration(session, recipient)
    )
    # The school's address may have an account while the link goes to a private one.
    claimed = (registration.mail_to, registration.email) if registration else (recipient,)
    for address in claimed:
        person = await person_at(session, address)
        if person is not None:
            # The registration stays until it expires: who made it does not learn of the account.
            return _to_person("already_registered", person, address)
    if registration is None or registration.expires_at <= clock.real_now():
        return None
    return _Case(
        "confirm_registration",
        registration.mail_to,
        registration.language,
        registration.name,
        registration=registration,
    )


async def _keep(session: AsyncSession, settings: Settings, token: str, case: _Case) -> None:
    lifetimes: dict[str, timedelta] = {
        "reset_password": settings.reset_lifetime,
        "choose_password": settings.reset_lifetime,
    }
    purpose = "reset_password" if case.template == "choose_password" else case.template
    await keep_token(
        session,
        token,
        purpose,
        lifetimes.get(case.template, settings.confirmation_lifetime),
        person_id=case.person.id if case.person else None,
        registration_id=case.registration.id if case.registration else None,
        address=case.to if purpose in {"confirm_email", "confirm_private_email"} else None,
    )
