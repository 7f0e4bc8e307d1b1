"""Counting attempts, in transactions of their own: a refused request still counts."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.limits.model import Allowance
from accounts.limits.rules import Limit
from accounts.settings import Settings
from shared import clock
from shared.db import Database
from shared.http import Problem

LONGEST_DELAY: Final = timedelta(seconds=6)
"""Shorter than the ten seconds that the pages wait for an answer."""
AT_ONCE: Final = timedelta()


class TooManyAttempts(Problem):
    """Says after how many seconds the next attempt is taken."""

    def __init__(
        self,
        wait: int,
        slug: str = "too-many-attempts",
        title: str = "Too many attempts. Please wait a little.",
    ) -> None:
        super().__init__(429, slug, title, headers={"Retry-After": str(wait)}, retry_after=wait)
        self.wait = wait


class RateLimits:
    """The limits of the settings, counted in Postgres so that all replicas count together.

    Call these before a transaction is open: who waits for a turn holds no connection.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def spend(self, name: str, *key: object) -> None:
        """Count one attempt, or refuse it with 429 and Retry-After."""
        await self._take(name, key, AT_ONCE)

    async def pace(self, name: str, *key: object) -> None:
        """Count one attempt. Beyond the limit it waits for its turn; only a long queue is refused.

        For what many people share, such as the address of a school.
        """
        await asyncio.sleep((await self._take(name, key, LONGEST_DELAY)).total_seconds())

    async def used_up(self, name: str, *key: object) -> bool:
        """Whether nothing is left. Counts nothing."""
        limit, now = self._limit(name), clock.real_now()
        query = select(Allowance.used_until).where(Allowance.key_hash == _hash(name, *key))
        async with self._database.reading() as session:
            used_until = await session.scalar(query)
        return used_until is not None and used_until - now > limit.window - limit.interval

    async def note(self, name: str, *key: object) -> None:
        """Count one attempt that is never refused."""
        limit = self._limit(name)
        await self._take(name, key, limit.window)

    async def give_back(self, name: str, *key: object) -> None:
        """The attempt was a success: it does not count."""
        used = Allowance.key_hash == _hash(name, *key)
        less = Allowance.used_until - literal(self._limit(name).interval)
        async with self._database.transaction() as session:
            await session.execute(update(Allowance).where(used).values(used_until=less))

    async def forget(self, name: str, *key: object) -> None:
        """After a success the earlier failures no longer count."""
        async with self._database.transaction() as session:
            await session.execute(delete(Allowance).where(Allowance.key_hash == _hash(name, *key)))

    def _limit(self, name: str) -> Limit:
        return Limit.parse(getattr(self._settings, f"rate_limit_{name}"))

    async def _take(self, name: str, key: tuple[object, ...], patience: timedelta) -> timedelta:
        """Use one attempt if its turn comes within `patience`; how long it has to wait for it."""
        limit, now, hashed = self._limit(name), clock.real_now(), _hash(name, *key)
        async with self._database.transaction() as session:
            used_until = await _use_one(session, limit, hashed, now, patience)
            if used_until is not None:
                return limit.too_early(used_until, now)
            used_until = await session.scalar(
                select(Allowance.used_until).where(Allowance.key_hash == hashed)
            )
        raise TooManyAttempts(limit.wait(used_until or now, now, patience))


async def takes_one(session: AsyncSession, limit: Limit, *key: object) -> bool:
    """Use one attempt in this transaction, if there is one left."""
    used = await _use_one(session, limit, _hash(*key), clock.real_now(), AT_ONCE)
    return used is not None


async def _use_one(
    session: AsyncSession, limit: Limit, hashed: bytes, now: datetime, patience: timedelta
) -> datetime | None:
    """Until when the key has used what it may, this attempt included; None if it is too early."""
    after = func.greatest(Allowance.used_until, now) + literal(limit.interval)
    taken = (
        insert(Allowance)
        .values(key_hash=hashed, used_until=now + limit.interval)
        .on_conflict_do_update(
            index_elements=[Allowance.key_hash],
            set_={"used_until": after},
            where=after <= literal(now + limit.window + patience, DateTime(timezone=True)),
        )
        .returning(Allowance.used_until)
    )
    return (await session.scalars(taken)).one_or_none()


def _hash(*key: object) -> bytes:
    return hashlib.sha256("\n".join(str(part) for part in key).encode("utf-8", "replace")).digest()


async def forget_unused_allowances(session: AsyncSession) -> int:
    """A key that may do everything again needs no row."""
    past = Allowance.used_until < clock.real_now()
    gone = await session.scalars(delete(Allowance).where(past).returning(Allowance.used_until))
    return len(gone.all())
