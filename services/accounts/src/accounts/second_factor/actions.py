"""Setting up, asking for and removing the second factor."""

import hashlib
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import record
from accounts.keys import Vault
from accounts.limits.actions import RateLimits
from accounts.mail.actions import tell_person
from accounts.people.model import Person
from accounts.people.queries import get_person, lock_person
from accounts.second_factor.model import RecoveryCode, SecondFactor
from accounts.second_factor.rules import (
    matching_step,
    new_recovery_codes,
    new_secret,
    otpauth_uri,
    plain_code,
)
from accounts.second_factor.schemas import SecondFactorStarted
from accounts.sessions.actions import close_all
from shared import clock
from shared.http import Conflict, Invalid, Principal, Unauthorized


class WrongCode(Unauthorized):
    def __init__(self) -> None:
        super().__init__("wrong-code", "This code is not right, or was used already.")


async def has_second_factor(session: AsyncSession, person_id: UUID) -> bool:
    factor = await session.get(SecondFactor, person_id)
    return factor is not None and factor.confirmed_at is not None


async def start_second_factor(
    session: AsyncSession, vault: Vault, person: Person
) -> SecondFactorStarted:
    """A new secret to scan. It counts after its first code; an earlier unproved one is replaced."""
    factor = await session.get(SecondFactor, person.id, with_for_update=True)
    if factor is not None and factor.confirmed_at is not None:
        raise Conflict("second-factor-exists", "You have a second factor. Remove it first.")
    secret = new_secret()
    if factor is None:
        session.add(SecondFactor(person_id=person.id, sealed_secret=vault.seal(secret)))
    else:
        factor.sealed_secret = vault.seal(secret)
    return SecondFactorStarted(secret=secret, otpauth_uri=otpauth_uri(secret, person.email))


async def confirm_second_factor(
    session: AsyncSession, vault: Vault, who: Principal, code: str
) -> list[str]:
    """The first code proves the app. Every other session ends; recovery codes are made."""
    person = await lock_person(session, who.person_id)
    factor = await session.get(SecondFactor, person.id, with_for_update=True)
    if factor is None or factor.confirmed_at is not None:
        raise Conflict("second-factor-not-started", "Start setting up the second factor first.")
    if not _accept_totp(vault, factor, code):
        raise Invalid({"/code": "is not the code that the app shows now"})
    factor.confirmed_at = clock.real_now()
    codes = new_recovery_codes()
    session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_hash(person.id, plain)) for plain in codes
    )
    await close_all(session, person.id, keep=who.session_id)
    tell_person(session, person, "second_factor_added")
    return codes


async def spend_code(
    limits: RateLimits, person_id: UUID, network: str, *, known_device: bool
) -> None:
    """Count a try before the code is looked at. Only who has the password comes this far.

    Six digits need a limit over all networks; browsers that are known to the account are exempt.
    """
    await limits.spend("second_factor", person_id, network)
    if not known_device:
        await limits.spend("second_factor_everywhere", person_id)


async def forget_codes(limits: RateLimits, person_id: UUID, network: str) -> None:
    """After a success the earlier failures no longer count."""
    await limits.forget("second_factor", person_id, network)
    await limits.forget("second_factor_everywhere", person_id)


async def check_code(session: AsyncSession, vault: Vault, person_id: UUID, code: str) -> None:
    """A code of the app or a recovery code; either works once."""
    factor = await session.get(SecondFactor, person_id, with_for_update=True)
    if factor is None or factor.confirmed_at is None:
        raise WrongCode
    if _accept_totp(vault, factor, code) or await _use_recovery_code(session, person_id, code):
        return
    raise WrongCode


def _accept_totp(vault: Vault, factor: SecondFactor, code: str) -> bool:
    secret = vault.unseal(factor.sealed_secret)
    step = matching_step(secret, plain_code(code), clock.real_now(), factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    return True


async def _use_recovery_code(session: AsyncSession, person_id: UUID, code: str) -> bool:
    used = await session.scalars(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _hash(person_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.real_now())
        .returning(RecoveryCode.id)
    )
    if used.one_or_none() is None:
        return False
    person = await get_person(session, person_id)
    left = await recovery_codes_left(session, person_id)
    tell_person(session, person, "recovery_code_used", left=str(left))
    return True


def _hash(person_id: UUID, code: str) -> bytes:
    return hashlib.sha256(person_id.bytes + plain_code(code).encode("utf-8", "replace")).digest()


async def recovery_codes_left(session: AsyncSession, person_id: UUID) -> int:
    query = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return int((await session.execute(query)).scalar_one())


async def remove_second_factor(
    session: AsyncSession, vault: Vault, who: Principal, person: Person, code: str
) -> None:
    """Needs a code as well. Staff roles rest until there is a new one."""
    try:
        await check_code(session, vault, person.id, code)
    except WrongCode as error:
        raise Invalid({"/code": "is not right, or was used already"}) from error
    await drop_second_factor(session, person.id)
    await close_all(session, person.id, keep=who.session_id)
    tell_person(session, person, "second_factor_removed")


async def drop_second_factor(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    await session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))


async def reset_second_factor(session: AsyncSession, person_id: UUID, reason: str) -> None:
    """The operator on the machine, for somebody who lost the app and all recovery codes."""
    person = await lock_person(session, person_id)
    await drop_second_factor(session, person_id)
    await close_all(session, person_id)
    record(
        session, actor_id=None, action="reset_second_factor", subject_id=person_id, reason=reason
    )
    tell_person(session, person, "second_factor_removed")
