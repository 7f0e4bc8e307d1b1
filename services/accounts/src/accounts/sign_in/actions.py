"""Signing in: with a password, a demo link, or a code of staff."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import Denied, record
from accounts.keys import Vault
from accounts.limits.actions import RateLimits
from accounts.mail.actions import tell_person
from accounts.passwords import password_matches
from accounts.people.model import Person
from accounts.people.queries import get_person, lock_person, person_at
from accounts.registration.actions import become_person, lock_claims
from accounts.registration.queries import get_registration
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import (
    check_code,
    forget_codes,
    has_second_factor,
    spend_code,
)
from accounts.second_factor.rules import new_sign_in_code, plain_code
from accounts.sessions.actions import find_session, open_session, rotate
from accounts.sessions.devices import known_device, remembered
from accounts.sessions.schemas import SessionOpened
from accounts.settings import Settings
from accounts.sign_in.guessing import Guessing
from accounts.sign_in.schemas import SignInByCodeRequest, SignInCode, SignInRequest
from accounts.tokens.actions import LinkNotValid, consume_token, keep_token, revoke_tokens
from shared import clock
from shared.db import Database
from shared.http import Conflict, Permission, Principal, Unauthorized
from shared.identity.addresses import address_key


class WrongCredentials(Unauthorized):
    """Unknown address, wrong password and no password at all answer alike."""

    def __init__(self) -> None:
        super().__init__("wrong-credentials", "The address or the password is not right.")


@dataclass(frozen=True)
class Caller:
    """Who signs in from where: the network, and what the browser says of itself."""

    network: str
    device: str
    """Its own description, for the list of sessions."""
    device_tokens: tuple[str, ...]
    replaces: str | None
    """The session that it held before, which ends."""


async def sign_in(
    database: Database,
    settings: Settings,
    vault: Vault,
    limits: RateLimits,
    body: SignInRequest,
    caller: Caller,
) -> SessionOpened:
    """One password check whoever asks; then, where there is a second factor, a code.

    No connection is held while the password is checked, so what was checked is compared again.
    """
    async with database.reading() as session:
        person = await person_at(session, body.email)
    known = person.password_hash if person else None
    guessing = Guessing(limits, address_key(body.email), caller.network)
    guessing.device = known_device(vault, person, caller.device_tokens, clock.real_now())
    await guessing.begin()
    if not await password_matches(body.password, known, caller.network) or person is None:
        await guessing.failed()
        raise WrongCredentials
    if body.code is not None:
        await spend_code(
            limits, person.id, caller.network, known_device=guessing.device is not None
        )
    async with database.transaction() as session:
        person = await lock_person(session, person.id)
        if person.password_hash != known:
            raise WrongCredentials
        asks_code = await has_second_factor(session, person.id)
        if asks_code and body.code is not None:
            await check_code(session, vault, person.id, body.code)
            asks_code = False
        opened = await open_session(
            session,
            settings,
            person.id,
            opened_by="password",
            device=caller.device,
            replaces=caller.replaces,
            waits_for_code=asks_code,
        )
    await guessing.succeeded()
    if body.code is not None:
        await forget_codes(limits, person.id, caller.network)
    return remembered(vault, person, opened)


async def finish_sign_in(
    database: Database,
    settings: Settings,
    vault: Vault,
    limits: RateLimits,
    caller: Caller,
    code: str,
) -> SessionOpened:
    """The second step: the code turns the waiting session into a full one, under a new token."""
    async with database.reading() as session:
        waiting = await find_session(session, settings, caller.replaces)
        person = await get_person(session, waiting.person_id)
    if not waiting.waits_for_code:
        raise Conflict("second-factor-not-awaited", "You are signed in already.")
    device = known_device(vault, person, caller.device_tokens, clock.real_now())
    await spend_code(limits, person.id, caller.network, known_device=device is not None)
    async with database.transaction() as session:
        row = await find_session(session, settings, caller.replaces, lock=True)
        await check_code(session, vault, row.person_id, code)
        opened = await rotate(session, settings, row, proven=True)
    await forget_codes(limits, person.id, caller.network)
    return remembered(vault, person, opened)


async def sign_in_by_link(
    session: AsyncSession, settings: Settings, token: str, caller: Caller
) -> SessionOpened:
    """A one-time link of the demo, made by the operator on the machine."""
    if not settings.demo_links:
        raise LinkNotValid
    row = await consume_token(session, token, "demo_link")
    if row.person_id is None:
        raise LinkNotValid
    person = await get_person(session, row.person_id)
    return await open_session(
        session,
        settings,
        person.id,
        opened_by="link",
        device=caller.device,
        replaces=caller.replaces,
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
    database: Database,
    settings: Settings,
    vault: Vault,
    limits: RateLimits,
    body: SignInByCodeRequest,
    caller: Caller,
) -> SessionOpened:
    """A single-use code that staff told. A second factor, if there is one, is still asked for."""
    key = address_key(body.email)
    await limits.pace("sign_in_per_network", caller.network)
    await limits.spend("code", key, caller.network)
    async with database.transaction() as session:
        person = await _person_of_code(session, _code_token(body.email, body.code))
        opened = await open_session(
            session,
            settings,
            person.id,
            opened_by="code",
            device=caller.device,
            replaces=caller.replaces,
            waits_for_code=await has_second_factor(session, person.id),
        )
    await limits.give_back("sign_in_per_network", caller.network)
    await limits.forget("code", key, caller.network)
    return remembered(vault, person, opened)


async def _person_of_code(session: AsyncSession, token: str) -> Person:
    await lock_claims(session, token)
    try:
        row = await consume_token(session, token, "sign_in_code")
    except LinkNotValid as error:
        raise WrongCredentials from error
    if row.registration_id is not None:
        return await become_person(session, row.registration_id, confirmed_by="staff")
    assert row.person_id is not None
    return await get_person(session, row.person_id)
