"""One-time tokens: made for a mail, a link or a code; consumed once."""

import hashlib
import secrets
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.tokens.model import OneTimeToken
from shared import clock
from shared.http import Problem
from shared.ids import new_id

T = TypeVar("T")


class LinkNotValid(Problem):
    """Used, expired, replaced and never made answer alike."""

    def __init__(self) -> None:
        super().__init__(400, "link-not-valid", "This link has been used already or has expired.")


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


async def keep_token(
    session: AsyncSession,
    token: str,
    purpose: str,
    lifetime: timedelta,
    *,
    person_id: UUID | None = None,
    registration_id: UUID | None = None,
    address: str | None = None,
) -> None:
    """Remember the hash of a token. Keeping the same token twice changes nothing."""
    await session.execute(
        insert(OneTimeToken)
        .values(
            id=new_id(),
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            registration_id=registration_id,
            address=address,
            expires_at=clock.real_now() + lifetime,
        )
        .on_conflict_do_nothing(index_elements=[OneTimeToken.token_hash])
    )


async def consume_token(session: AsyncSession, token: str, *purposes: str) -> OneTimeToken:
    """The token's row, consumed now; of two simultaneous attempts one succeeds."""
    now = clock.real_now()
    found = await session.scalars(
        update(OneTimeToken)
        .where(
            OneTimeToken.token_hash == token_hash(token),
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.consumed_at.is_(None),
            OneTimeToken.expires_at > now,
        )
        .values(consumed_at=now)
        .returning(OneTimeToken)
    )
    row = found.one_or_none()
    if row is None:
        raise LinkNotValid
    return row


async def registration_of_token(session: AsyncSession, token: str, *purposes: str) -> UUID | None:
    """Whose registration a good token belongs to; nothing is locked or consumed."""
    found = await session.scalars(_good(select(OneTimeToken.registration_id), token, purposes))
    return found.one_or_none()


async def is_good(session: AsyncSession, token: str, *purposes: str) -> bool:
    """Whether consuming the token would succeed now: the cheap question before expensive work."""
    return await session.scalar(_good(select(OneTimeToken.id), token, purposes)) is not None


def _good(query: Select[T], token: str, purposes: tuple[str, ...]) -> Select[T]:
    return query.where(
        OneTimeToken.token_hash == token_hash(token),
        OneTimeToken.purpose.in_(purposes),
        OneTimeToken.consumed_at.is_(None),
        OneTimeToken.expires_at > clock.real_now(),
    )


async def revoke_tokens(
    session: AsyncSession,
    *purposes: str,
    person_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> None:
    """Links sent earlier stop working."""
    owner = (
        OneTimeToken.person_id == person_id
        if person_id
        else OneTimeToken.registration_id == registration_id
    )
    await session.execute(delete(OneTimeToken).where(owner, OneTimeToken.purpose.in_(purposes)))


async def forget_old_tokens(session: AsyncSession) -> int:
    """A day after their end, tokens go."""
    old = (
        select(OneTimeToken.id)
        .where(OneTimeToken.expires_at < clock.real_now() - timedelta(days=1))
        .limit(200)
    )
    gone = await session.scalars(
        delete(OneTimeToken).where(OneTimeToken.id.in_(old)).returning(OneTimeToken.id)
    )
    return len(gone.all())
