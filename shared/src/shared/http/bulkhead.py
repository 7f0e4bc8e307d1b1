"""Requests that compute or carry much: one at a time per person, few at once, a short line.

Whatever one person asks for, the others wait at most for the few that are under way. A request that
waits holds no database connection, so a route asks for its bulkhead before its session.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

from fastapi import Depends, Request

from shared.http.problems import Problem, Unavailable

AT_ONCE: Final = 2
MOST_WAITING: Final = 30
EACH_WAITING: Final = 3
"""Pages are opened in several tabs; more than that nobody reads."""
RETRY_AFTER: Final = 5


class Bulkhead:
    """The places of one kind of work in this process."""

    def __init__(
        self, *, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING, each: int = EACH_WAITING
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most = at_once + most_waiting
        self._each = 1 + each
        self._own: dict[UUID, asyncio.Lock] = {}
        self._asked: Counter[UUID] = Counter()

    @asynccontextmanager
    async def place(self, person_id: UUID) -> AsyncIterator[None]:
        """Wait for this person's turn. 429 when they wait for too much, 503 when too many wait."""
        if self._asked[person_id] >= self._each:
            title = "Your earlier requests are still being answered. Please wait for them."
            headers = {"Retry-After": str(RETRY_AFTER)}
            raise Problem(429, "still-answering", title, headers=headers)
        if self._asked.total() >= self._most:
            raise Unavailable(retry_after=RETRY_AFTER)
        self._asked[person_id] += 1
        own = self._own.setdefault(person_id, asyncio.Lock())
        try:
            # A person's later requests wait here and take nobody else's place.
            async with own, self._free:
                yield
        finally:
            self._asked[person_id] -= 1
            if not self._asked[person_id]:
                del self._asked[person_id], self._own[person_id]


class OneAtATime:
    """A route depends on it after its policy, which says who asks."""

    def __init__(self, kind: str, at_once: int) -> None:
        self.kind = kind
        self._at_once = at_once

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        kept: dict[str, Bulkhead] = request.app.state.bulkheads
        bulkhead = kept.setdefault(self.kind, Bulkhead(at_once=self._at_once))
        async with bulkhead.place(request.state.person_id):
            yield


def one_at_a_time(kind: str, at_once: int = AT_ONCE) -> Any:
    """One request of this kind at a time per person, and `at_once` in this process."""
    return Depends(OneAtATime(kind, at_once), scope="function")
