"""Counting attempts, in a transaction of their own: a refused request still counts."""

import hashlib

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.limits.model import AttemptCount
from accounts.limits.rules import Limit
from accounts.settings import Settings
from shared import clock
from shared.db import Database
from shared.http import Problem


class RateLimits:
    """The limits of the settings, counted in Postgres so that all replicas count together."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings

    async def spend(self, name: str, *key: object) -> None:
        """Count one attempt; refuse with 429 and Retry-After when the window's are used up."""
        limit = Limit.parse(getattr(self._settings, f"rate_limit_{name}"))
        now = clock.real_now()
        ends_at = limit.window_end(now)
        count = insert(AttemptCount).values(key_hash=_hash(name, *key), ends_at=ends_at, attempts=1)
        count = count.on_conflict_do_update(
            index_elements=[AttemptCount.key_hash, AttemptCount.ends_at],
            set_={"attempts": AttemptCount.attempts + 1},
        )
        async with self._database.transaction() as session:
            spent = (await session.scalars(count.returning(AttemptCount.attempts))).one()
        if spent > limit.attempts:
            wait = max(1, int((ends_at - now).total_seconds()))
            title = "Too many attempts. Please wait a little."
            headers = {"Retry-After": str(wait)}
            raise Problem(429, "too-many-attempts", title, headers=headers, retry_after=wait)

    async def forget(self, name: str, *key: object) -> None:
        """After a success the earlier failures no longer count."""
        async with self._database.transaction() as session:
            await session.execute(
                delete(AttemptCount).where(AttemptCount.key_hash == _hash(name, *key))
            )


def _hash(*key: object) -> bytes:
    return hashlib.sha256("\n".join(str(part) for part in key).encode("utf-8", "replace")).digest()


async def forget_ended_windows(session: AsyncSession) -> int:
    """Counters of windows that are over are of no use."""
    over = AttemptCount.ends_at < clock.real_now()
    gone = await session.scalars(delete(AttemptCount).where(over).returning(AttemptCount.ends_at))
    return len(gone.all())
