"""Hints in this process: somebody has something new. Never data of record."""

import asyncio
import contextlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

MOST_CHANNELS: Final = 256
MOST_WAITING: Final = 1000
MOST_OF_ONE: Final = 8
"""Channels that one person opens. Each `web` process needs one, as any of its people."""


About = Literal["inbox", "access"]
"""Something is new in somebody's inbox, or what they may do changed and they have to come again."""


class Channel:
    """One open stream, and whom it carries hints for. A `web` process carries many people on one."""

    def __init__(self, opened_by: UUID) -> None:
        self.opened_by = opened_by
        self.key = secrets.token_urlsafe(32)
        self.hints: asyncio.Queue[tuple[About, UUID]] = asyncio.Queue(MOST_WAITING)
        self.people: set[UUID] = set()
        """Whose hints it carries. A stream ends when there is nobody left."""

    def push(self, person_id: UUID, about: About = "inbox") -> None:
        # A reader too slow for a thousand hints loses some; the next page shows the truth anyway.
        # That somebody has to come again is not lost.
        if self.hints.full() and about == "access":
            self.hints.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            self.hints.put_nowait((about, person_id))


class TooManyChannels(Exception):
    """This process carries as many streams as it may."""


class TooManyOfOne(TooManyChannels):
    """One person has opened as many as they may."""


class Hub:
    """Who listens for whom."""

    def __init__(self) -> None:
        self._channels: dict[str, Channel] = {}
        self._listeners: dict[UUID, set[str]] = defaultdict(set)

    @contextlib.contextmanager
    def channel(self, opened_by: UUID) -> Iterator[Channel]:
        """A channel that is gone when its stream ends."""
        own = sum(one.opened_by == opened_by for one in self._channels.values())
        if own >= MOST_OF_ONE:
            raise TooManyOfOne
        if len(self._channels) >= MOST_CHANNELS:
            raise TooManyChannels
        channel = Channel(opened_by)
        self._channels[channel.key] = channel
        try:
            yield channel
        finally:
            for person_id in self.people_on(channel.key):
                self.leave(channel.key, person_id)
            del self._channels[channel.key]

    def join(self, key: str, person_id: UUID) -> bool:
        """Carry this person's hints on the channel too. False when there is no such channel."""
        if key not in self._channels:
            return False
        self._listeners[person_id].add(key)
        self._channels[key].people.add(person_id)
        return True

    def people_on(self, key: str) -> list[UUID]:
        """Whose hints the channel carries."""
        return list(self._channels[key].people)

    def end(self, person_id: UUID) -> None:
        """Carry this person's hints nowhere any more, and say so where they were carried."""
        for key in list(self._listeners.get(person_id, ())):
            self._channels[key].push(person_id, "access")
            self.leave(key, person_id)

    def leave(self, key: str, person_id: UUID) -> None:
        if key in self._channels:
            self._channels[key].people.discard(person_id)
        keys = self._listeners.get(person_id)
        if keys is not None:
            keys.discard(key)
            if not keys:
                del self._listeners[person_id]

    def hint(self, people: Iterable[UUID]) -> None:
        if not self._listeners:
            return
        for person_id in people:
            for key in self._listeners.get(person_id, ()):
                self._channels[key].push(person_id)


HUB: Final = Hub()
"""The hub of this process."""


def hint_after_commit(session: AsyncSession, people: Iterable[UUID]) -> None:
    """Hint when, and only when, the transaction in hand is committed."""
    told = list(people)
    if told:
        session.info.setdefault("after_commit", []).append(lambda: HUB.hint(told))
