"""Long computing that people ask for: one question per person, few at once, a short line."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar
from uuid import UUID

from shared.http import Conflict, Problem

T = TypeVar("T")
AT_ONCE: Final = 1
MOST_WAITING: Final = 20


class Turns:
    """A newer question of the same person takes the place of their earlier one, which ends."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most = at_once + most_waiting
        self._asked: dict[UUID, asyncio.Task[Any]] = {}

    async def take(self, person_id: UUID, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do the work when it is this person's turn. Whoever stops waiting also stops the work."""
        earlier = self._asked.get(person_id)
        if earlier is not None:
            earlier.cancel()
        elif len(self._asked) >= self._most:
            title = "Others are asking at the moment. Please try again in a minute."
            raise Problem(429, "too-many-questions", title, headers={"Retry-After": "60"})
        task = asyncio.ensure_future(self._in_turn(work))
        self._asked[person_id] = task
        try:
            return await task
        except asyncio.CancelledError:
            if self._asked[person_id] is not task:
                title = "You asked another question meanwhile; that one is answered."
                raise Conflict("question-replaced", title) from None
            raise
        finally:
            if self._asked[person_id] is task:
                del self._asked[person_id]

    async def _in_turn(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        async with self._free:
            return await work()


WHAT_IF: Final = Turns()
"""The line of this process: each question solves everybody anew, in two processes."""
