"""Takes the old words of reworded events out of the broker: an erasure reaches the streams too."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import structlog
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.bus.connection import Bus
from shared.bus.topology import stream_name

log = structlog.get_logger()

LOOKS = 300
"""Messages looked at per step, so that fresh events never wait long."""
BATCH = 500
NO_MESSAGE = 10037
"""The broker's code for: nothing (more) of this subject."""

_REWORDED = """
    SELECT event_id, type, body, reworded_at FROM outbox
    WHERE reworded_at IS NOT NULL AND number <= (SELECT published_number FROM outbox_head)
    ORDER BY number LIMIT $1
"""
_DONE = """
    UPDATE outbox SET reworded_at = NULL
    FROM unnest($1::uuid[], $2::timestamptz[]) AS done (event_id, reworded_at)
    WHERE outbox.event_id = done.event_id AND outbox.reworded_at = done.reworded_at
"""


@dataclass
class _Round:
    """One pass over the messages of the types in question."""

    reworded: dict[UUID, tuple[str, datetime]]
    """The new words and when they were given, per event."""
    types: list[str]
    sequence: int = 1
    deleted: int = 0


class Rewording:
    """Deletes by stream sequence, then has the new words sent under the old numbers.

    The messages are found by looking, not by remembered sequences: an event may lie in the stream
    several times, and a stream that was created anew counts from 1 again.
    """

    def __init__(
        self,
        connection: asyncpg.Connection,
        bus: Bus,
        replace: Callable[[list[UUID]], Awaitable[None]],
    ) -> None:
        self._connection = connection
        self._bus = bus
        self._replace = replace
        self._round: _Round | None = None

    async def step(self) -> bool:
        """Look at some messages. True while there is more to look at."""
        if self._round is None:
            rows = await self._connection.fetch(_REWORDED, BATCH)
            if not rows:
                return False
            reworded = {row["event_id"]: (row["body"], row["reworded_at"]) for row in rows}
            self._round = _Round(reworded, sorted({row["type"] for row in rows}))
        for _ in range(LOOKS):
            if not self._round.types:
                await self._finish(self._round)
                return True
            await self._look(self._round)
        return True

    async def _look(self, current: _Round) -> None:
        stream = stream_name(self._bus.service)
        subject = current.types[0]
        try:
            found = await self._bus.jetstream.get_msg(
                stream, seq=current.sequence, subject=subject, next=True
            )
        except NotFoundError as error:
            if error.err_code != NO_MESSAGE:
                raise
            current.types.pop(0)
            current.sequence = 1
            return
        assert found.seq is not None
        if _bears_old_words(found, current):
            await self._bus.jetstream.delete_msg(stream, found.seq)
            current.deleted += 1
        current.sequence = found.seq + 1

    async def _finish(self, current: _Round) -> None:
        await self._replace(list(current.reworded))
        given = [at for _, at in current.reworded.values()]
        await self._connection.execute(_DONE, list(current.reworded), given)
        log.info("reworded", events=len(current.reworded), deleted=current.deleted)
        self._round = None


def _bears_old_words(found: RawStreamMsg, current: _Round) -> bool:
    try:
        event_id = UUID((found.headers or {}).get("ce-id", ""))
    except ValueError:
        return False
    words = current.reworded.get(event_id)
    return words is not None and (found.data or b"") != words[0].encode()
