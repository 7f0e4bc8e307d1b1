"""The relay: numbers committed events without gaps and hands them to JetStream in that order."""

import asyncio
import contextlib
import json
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import PubAck

from shared import clock
from shared.bus.connection import Bus
from shared.bus.message import wire_headers
from shared.bus.rewording import Rewording
from shared.bus.topology import stream_name
from shared.observability import EVENTS_PUBLISHED, EVENTS_RESENT, OUTBOX_AGE, OUTBOX_NUMBER
from shared.tasks import ending

log = structlog.get_logger()

BATCH = 500
WINDOW = 2000
"""Events sent again for one request. Whoever misses more reads them first, and asks on."""
POLL_SECONDS = 0.25
TAIL_SECONDS = 10.0
KEPT = timedelta(days=35)

_NUMBER = """
    WITH head AS (SELECT last_number FROM outbox_head WHERE id = 1 FOR UPDATE),
    fresh AS (
        SELECT position, row_number() OVER (ORDER BY position) AS step
        FROM (SELECT position FROM outbox WHERE number IS NULL ORDER BY position LIMIT $1) AS waiting
    ),
    numbered AS (
        UPDATE outbox SET number = head.last_number + fresh.step
        FROM head, fresh WHERE outbox.position = fresh.position RETURNING outbox.number
    )
    UPDATE outbox_head SET last_number = coalesce((SELECT max(number) FROM numbered), last_number)
    WHERE id = 1 AND EXISTS (SELECT 1 FROM numbered)
"""
_HEAD = """
    INSERT INTO outbox_head (id, last_number, published_number) VALUES (1, 0, 0)
    ON CONFLICT (id) DO NOTHING
"""
_ROWS = """
    SELECT number, event_id, type, aggregate_id, body, headers, occurred_at, resends
    FROM outbox WHERE number > $1 ORDER BY number LIMIT $2
"""
_OLDEST = """
    SELECT min(recorded_at) FROM outbox
    WHERE number IS NULL OR number > (SELECT published_number FROM outbox_head)
"""
_AGAIN = """
    WITH again AS (
        UPDATE outbox SET resends = resends + 1 WHERE {which}
        RETURNING number, event_id, type, aggregate_id, body, headers, occurred_at, resends
    ) SELECT * FROM again ORDER BY number
"""
_RESEND = _AGAIN.format(which="number >= $1 AND number < $2")
_REPLACE = _AGAIN.format(which="event_id = ANY($1)")


class Relay:
    """Publishes one service's outbox. Works only on the connection that holds the worker's lock."""

    def __init__(self, connection: asyncpg.Connection, bus: Bus) -> None:
        self._connection = connection
        self._bus = bus
        self._wanted: set[int] = set()
        self._resending = range(0)
        """The window that is under way: it answers every request for one of its numbers."""
        self._awake = asyncio.Event()
        self._told_tail_at = 0.0
        self._swept_at = 0.0
        self._rewording = Rewording(connection, bus, self._replace)

    def wake(self) -> None:
        """Something was committed: look now rather than at the next poll."""
        self._awake.set()

    async def run(self) -> None:
        """Relay for ever. A broken broker delays; a broken database ends it, and the lock with it."""
        await self._connection.execute(_HEAD)
        resends = None
        try:
            while not ending():
                try:
                    if resends is None:
                        resends = await self._listen()
                    busy = await self.step()
                except (NatsError, TimeoutError, ConnectionError) as error:
                    if self._connection.is_closed():
                        raise
                    log.warning("relay_waits_for_broker", error=repr(error))
                    await self._tell_age()
                    busy = False
                    await asyncio.sleep(0.5)
                if not busy:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._awake.wait(), POLL_SECONDS)
                self._awake.clear()
        finally:
            if resends is not None:
                with contextlib.suppress(NatsError, OSError):
                    await resends.unsubscribe()

    async def step(self) -> bool:
        """Number, publish, answer requests. True when there is more to do at once."""
        await self._connection.execute(_NUMBER, BATCH)
        published = await self._publish_next()
        if self._wanted:
            await self._resend()
        rewording = await self._rewording.step()
        if monotonic() - self._told_tail_at > TAIL_SECONDS:
            await self._tell_tail()
        if monotonic() - self._swept_at > 3600:
            await self._sweep()
        return published == BATCH or rewording or bool(self._wanted)

    async def _listen(self) -> Any:
        async def on_request(message: Msg) -> None:
            try:
                number = max(1, int(json.loads(message.data)["from"]))
            except (ValueError, KeyError, TypeError):
                return
            if number not in self._resending:
                self._wanted.add(number)
                self.wake()

        return await self._bus.client.subscribe(f"resend.{self._bus.service}", cb=on_request)

    async def _publish_next(self) -> int:
        head = await self._connection.fetchval("SELECT published_number FROM outbox_head")
        rows = await self._connection.fetch(_ROWS, head, BATCH)
        if not rows:
            OUTBOX_AGE.labels(self._bus.service).set(0)
            return 0
        await self._send(rows, again=False)
        last = rows[-1]["number"]
        await self._connection.execute("UPDATE outbox_head SET published_number = $1", last)
        EVENTS_PUBLISHED.labels(self._bus.service).inc(len(rows))
        OUTBOX_NUMBER.labels(self._bus.service).set(last)
        if len(rows) == BATCH:
            await self._tell_age()
        return len(rows)

    async def _tell_age(self) -> None:
        """How long the oldest event has been waiting, by real time: the broker is away."""
        oldest = await self._connection.fetchval(_OLDEST)
        if oldest is not None:
            age = (clock.real_now() - oldest).total_seconds()
            OUTBOX_AGE.labels(self._bus.service).set(max(age, 0))

    async def _resend(self) -> None:
        """Go back N: a window from the lowest wanted number, under new message ids, in order.

        With its old id the broker would call a message a duplicate even after losing it. The very
        last event goes behind the window: whoever reads it sees what is still missing.
        """
        last = await self._connection.fetchval("SELECT published_number FROM outbox_head")
        start = min(self._wanted)
        stop = min(start + WINDOW, last + 1)
        self._wanted = {number for number in self._wanted if stop <= number <= last}
        log.info("resending", first=start, last=stop - 1)
        self._resending = range(start, stop)
        try:
            while start < stop:
                await self._send_again(start, min(start + BATCH, stop))
                start += BATCH
            if stop <= last:
                await self._send_again(last, last + 1)
        finally:
            self._resending = range(0)
            if start < stop:
                self._wanted.add(start)

    async def _send_again(self, first: int, stop: int) -> None:
        rows = await self._connection.fetch(_RESEND, first, stop)
        await self._send(rows, again=True)
        EVENTS_RESENT.labels(self._bus.service).inc(len(rows))

    async def _replace(self, event_ids: list[UUID]) -> None:
        """Send the new words under the old numbers, for whoever set the old ones aside."""
        rows = await self._connection.fetch(_REPLACE, event_ids)
        await self._send(rows, again=True, replaces=True)

    async def _send(
        self, rows: list[asyncpg.Record], *, again: bool, replaces: bool = False
    ) -> None:
        acks: list[asyncio.Future[PubAck]] = []
        try:
            await self._publish(rows, acks, again=again, replaces=replaces)
            # Shorter than the idle limit of the connection that holds the lock.
            async with asyncio.timeout(8):
                await asyncio.gather(*acks)
        finally:
            # An answer that never comes would hold its place among the pending ones for ever.
            for ack in acks:
                ack.cancel()

    async def _publish(
        self,
        rows: list[asyncpg.Record],
        acks: "list[asyncio.Future[PubAck]]",
        *,
        again: bool,
        replaces: bool,
    ) -> None:
        jetstream = self._bus.jetstream
        for row in rows:
            event_id = str(row["event_id"])
            headers = wire_headers(
                service=self._bus.service,
                number=row["number"],
                event_id=event_id,
                event_type=row["type"],
                aggregate_id=str(row["aggregate_id"]),
                occurred_at=row["occurred_at"].isoformat(),
                message_id=f"{event_id}.r{row['resends']}" if again else event_id,
                trace=json.loads(row["headers"]),
                replaces=replaces,
            )
            acks.append(
                await jetstream.publish_async(
                    row["type"],
                    row["body"].encode(),
                    stream=stream_name(self._bus.service),
                    headers=headers,
                )
            )

    async def _tell_tail(self) -> None:
        """Say the last number now and then, so that consumers notice a lost tail."""
        last = await self._connection.fetchval("SELECT published_number FROM outbox_head")
        await self._bus.client.publish(
            f"tail.{self._bus.service}", json.dumps({"last": last}).encode()
        )
        self._told_tail_at = monotonic()

    async def _sweep(self) -> None:
        """Forget events that no consumer may ask for any more."""
        await self._connection.execute(
            "DELETE FROM outbox WHERE number <= (SELECT published_number FROM outbox_head)"
            " AND recorded_at < $1",
            clock.real_now() - KEPT,
        )
        self._swept_at = monotonic()
