"""Signing in: with a password, a demo link, or a code of staff."""

import hashlib
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import Denied, record
from accounts.keys import Vault
from accounts.limits.actions import RateLimits
from accounts.mail.actions import tell_person
from accounts.passwords import password_matches
from accounts.people.model import Person
from accounts.people.queries import get_person, lock_person, person_at
from accounts.registration.actions import WrongCredentials, become_person, lock_claims
from accounts.registration.queries import get_registration, latest_registration
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import check_code, has_second_factor
from accounts.second_factor.rules import new_sign_in_code, plain_code
from accounts.sessions.actions import find_session, open_session, rotate
from accounts.sessions.schemas import SessionOpened
from accounts.settings import Settings
from accounts.sign_in.schemas import SignInByCodeRequest, SignInCode, SignInRequest
from accounts.tokens.actions import LinkNotValid, consume_token, keep_token, revoke_tokens
from shared import clock
from shared.http import Conflict, Forbidden, Permission, Principal
from shared.identity.addresses import address_key


async def sign_in(
    session: AsyncSession,
    settings: Settings,
    vault: Vault,
    limits: RateLimits,
    body: SignInRequest,
    *,
    client: str,
    device: str,
    replaces: str | None,
) -> SessionOpened:
    """One password check whoever asks; then, where there is a second factor, a code."""
    key = address_key(body.email)
    await limits.spend("sign_in_per_address", client)
    await limits.spend("sign_in_per_account", key, client)
    await limits.spend("sign_in_per_account_everywhere", key)
    person = await person_at(session, body.email)
    unconfirmed = None if person else await latest_registration(session, body.email)
    account = person or unconfirmed
    if not await password_matches(body.password, account.password_hash if account else None):
        raise WrongCredentials
    if person is None:
        title = "Please confirm your address first: open the link that we sent you."
        raise Forbidden("address-not-confirmed", title)
    asks_code = await has_second_factor(session, person.id)
    if asks_code and body.code is not None:
        await check_code(session, vault, limits, person.id, body.code)
        asks_code = False
    await limits.forget("sign_in_per_account", key, client)
    return await open_session(
        session,
        settings,
        person.id,
        opened_by="password",
        device=device,
        replaces=replaces,
        waits_for_code=asks_code,
    )


async def finish_sign_in(
    session: AsyncSession,
    settings: Settings,
    vault: Vault,
    limits: RateLimits,
    *,
    session_token: str | None,
    code: str,
) -> SessionOpened:
    """The second step: the code turns the waiting session into a full one, under a new token."""
    row = await find_session(session, settings, session_token, lock=True)
    if not row.waits_for_code:
        raise Conflict("second-factor-not-awaited", "You are signed in already.")
    await check_code(session, vault, limits, row.person_id, code)
    return await rotate(session, settings, row)


async def sign_in_by_link(
    session: AsyncSession,
    settings: Settings,
    token: str,
    *,
    device: str,
    replaces: str | None,
) -> SessionOpened:
    """A one-time link of the demo, made by the operator on the machine."""
    if not settings.demo_links:
        raise LinkNotValid
    row = await consume_token(session, token, "demo_link")
    if row.person_id is None:
        raise LinkNotValid
    person = await get_person(session, row.person_id)
    return await open_session(
        session, settings, person.id, opened_by="link", device=device, replaces=replaces
    )


async def issue_sign_in_code(
    session: AsyncSession, settings: Settings, who: Principal, person_id: UUID, reason: str
) -> SignInCode:
    """Staff have checked who somebody is. Nobody does this for themselves or for other staff."""
    person = await lock_person(session, person_id)
    staff = await grants_of(session, person_id)
    if person_id == who.person_id or (staff and not who.may(Permission.APPOINT_ANYBODY)):
        raise Denied(
            "For this person only an operator, and never they themselves, may make a code.",
            actor_id=who.person_id,
            action="issue_sign_in_code",
            subject_id=person_id,
        )
    tell_person(session, person, "sign_in_code_issued")
    return await _issue(session, settings, who, reason, person.email, person_id=person_id)


async def issue_code_for_registration(
    session: AsyncSession, settings: Settings, who: Principal, registration_id: UUID, reason: str
) -> SignInCode:
    """For somebody who registered and receives no mail: the code confirms and signs in."""
    registration = await get_registration(session, registration_id)
    return await _issue(
        session, settings, who, reason, registration.email, registration_id=registration_id
    )


async def _issue(
    session: AsyncSession,
    settings: Settings,
    who: Principal,
    reason: str,
    email: str,
    *,
    person_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> SignInCode:
    await revoke_tokens(
        session, "sign_in_code", person_id=person_id, registration_id=registration_id
    )
    code = new_sign_in_code()
    lifetime = settings.sign_in_code_lifetime
    await keep_token(
        session,
        _code_token(email, code),
        "sign_in_code",
        lifetime,
        person_id=person_id,
        registration_id=registration_id,
    )
    record(
        session,
        actor_id=who.person_id,
        action="issue_sign_in_code",
        subject_id=person_id or registration_id,
        reason=reason,
    )
    return SignInCode(code=code, email=email, expires_at=clock.real_now() + lifetime)


def _code_token(email: str, code: str) -> str:
    """A code counts only together with its address: guessing one helps nowhere else."""
    words = f"{address_key(email)}\n{plain_code(code)}".encode("utf-8", "replace")
    return hashlib.sha256(words).hexdigest()


async def sign_in_by_code(
    session: AsyncSession,
    settings: Settings,
    limits: RateLimits,
    body: SignInByCodeRequest,
    *,
    client: str,
    device: str,
    replaces: str | None,
) -> SessionOpened:
    """A single-use code that staff told. A second factor, if there is one, is still asked for."""
    await limits.spend("sign_in_per_address", client)
    await limits.spend("code", address_key(body.email))
    token = _code_token(body.email, body.code)
    await lock_claims(session, token)
    try:
        row = await consume_token(session, token, "sign_in_code")
    except LinkNotValid as error:
        raise WrongCredentials from error
    person: Person
    if row.registration_id is not None:
        person = await become_person(session, row.registration_id, confirmed_by="staff")
    else:
        assert row.person_id is not None
        person = await get_person(session, row.person_id)
    return await open_session(
        session,
        settings,
        person.id,
        opened_by="code",
        device=device,
        replaces=replaces,
        waits_for_code=await has_second_factor(session, person.id),
    )
