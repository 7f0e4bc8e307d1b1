"""From a queued mail to the letter that goes out: who gets it, and with which one-time link."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import Vault
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
    link = TEXTS[case.template].link
    if "{token}" in link:
        token = vault.link_token(mail.id)
        await _keep(session, settings, token, case)
        link = link.format(token=token)
    values = {**mail.values, "name": case.name, "link": urljoin(settings.public_url, link)}
    subject, body = compose(case.template, translations(case.language).gettext, values)
    return Letter(mailable(case.to), case.language, subject, body)


async def _look_up(session: AsyncSession, mail: Mail) -> _Case | None:
    recipient = mail.recipient or ""
    if mail.template in {"erasure_started", "erasure_completed"}:
        return _Case(mail.template, recipient, mail.language, "")
    if mail.person_id is not None:
        person = await session.get(Person, mail.person_id)
        if person is None or person.erased_at is not None:
            return None
        return _Case(mail.template, recipient, person.language, person.name, person)
    person = await person_at(session, recipient)
    if mail.template == "reset_password":
        if person is None:
            return None
        to = person.address_at(address_key(recipient))
        return _Case(mail.template, to, person.language, person.name, person)
    return await _look_up_registration(session, mail, recipient, person)


async def _look_up_registration(
    session: AsyncSession, mail: Mail, recipient: str, person: Person | None
) -> _Case | None:
    registration = (
        await session.get(Registration, mail.registration_id)
        if mail.registration_id
        else await latest_registration(session, recipient)
    )
    if registration is None and person is None:
        return None
    if person is None and registration is not None and registration.is_private:
        # The school's address may have an account while the link goes to a private one.
        person = await person_at(session, registration.email)
    if person is not None:
        if registration is not None:
            await session.delete(registration)
        return _Case("already_registered", person.email, person.language, person.name)
    assert registration is not None
    if registration.expires_at <= clock.real_now():
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
