"""The relay: numbers committed events without gaps and hands them to JetStream in that order."""

import asyncio
import contextlib
import json
from datetime import timedelta
from itertools import takewhile
from math import inf
from time import monotonic
from typing import Any
from uuid import UUID

import asyncpg
import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import PubAck

from shared import clock
from shared.bus import complaints
from shared.bus.connection import Bus
from shared.bus.message import wire_headers
from shared.bus.resending import Requests
from shared.bus.rewording import Rewording
from shared.bus.topology import stream_name
from shared.described import described
from shared.observability import (
    EVENTS_PUBLISHED,
    EVENTS_RESENT,
    OUTBOX_AGE,
    OUTBOX_NUMBER,
    WORKED_AT,
)
from shared.tasks import ending

log = structlog.get_logger()

BATCH = 500
FIRST_ANSWER = 5.0
"""Seconds for the first acknowledgement of a batch: a broker that cannot store sends none."""
ANSWERS = 4.0
"""Seconds for all others."""
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
        self._requests = Requests()
        self._suspicion = complaints.Suspicion(bus)
        self._awake = asyncio.Event()
        self._told_tail_at = 0.0
        self._swept_at = -inf
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
                    WORKED_AT.labels(self._bus.service, "relay").set_to_current_time()
                    busy = await self.step()
                    self._suspicion.allay()
                except (NatsError, TimeoutError, ConnectionError) as error:
                    if self._connection.is_closed():
                        raise
                    log.warning("relay_waits_for_broker", error=described(error))
                    await self._tell_age()
                    await self._suspicion.grow()
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
        resent = self._requests.waiting and await self._resend()
        rewording = await self._rewording.step()
        if monotonic() - self._told_tail_at > TAIL_SECONDS:
            await self._tell_tail()
        if monotonic() - self._swept_at > 3600:
            await self._sweep()
        return published == BATCH or rewording or resent

    async def _listen(self) -> Any:
        async def on_request(message: Msg) -> None:
            try:
                number = int(json.loads(message.data)["from"])
            except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
                return
            # The broker vouches for the last part: everybody asks under the own name.
            if self._requests.ask(message.subject.rpartition(".")[2], max(1, number)):
                self.wake()

        return await self._bus.client.subscribe(f"resend.{self._bus.service}.*", cb=on_request)

    async def _publish_next(self) -> int:
        head = await self._connection.fetchval("SELECT published_number FROM outbox_head")
        rows = await self._connection.fetch(_ROWS, head, BATCH)
        if not rows:
            OUTBOX_AGE.labels(self._bus.service).set(0)
            return 0
        acks: list[asyncio.Future[PubAck]] = []
        try:
            await self._send(rows, acks)
        finally:
            # What is stored is not sent once more because something behind it was refused.
            if stored := sum(1 for _ in takewhile(_is_stored, acks)):
                await self._advance(rows[stored - 1]["number"], stored)
        if len(rows) == BATCH:
            await self._tell_age()
        return len(rows)

    async def _advance(self, last: int, events: int) -> None:
        await self._connection.execute("UPDATE outbox_head SET published_number = $1", last)
        EVENTS_PUBLISHED.labels(self._bus.service).inc(events)
        OUTBOX_NUMBER.labels(self._bus.service).set(last)

    async def _tell_age(self) -> None:
        """How long the oldest event has been waiting, by real time: the broker is away."""
        oldest = await self._connection.fetchval(_OLDEST)
        if oldest is not None:
            age = (clock.real_now() - oldest).total_seconds()
            OUTBOX_AGE.labels(self._bus.service).set(max(age, 0))

    async def _resend(self) -> bool:
        """Go back N: a window from the lowest wanted number, under new message ids, in order.

        With its old id the broker would call a message a duplicate even after losing it. The very
        last event goes behind the window: whoever reads it sees what is still missing. Returns
        whether anything was sent.
        """
        last = await self._connection.fetchval("SELECT published_number FROM outbox_head")
        window = self._requests.next_window(last)
        if not window:
            return False
        log.info("resending", first=window.start, last=window.stop - 1)
        self._requests.begin(window)
        try:
            for start in window[::BATCH]:
                stop = min(start + BATCH, window.stop)
                await self._send_again(start, stop)
                self._requests.sent(start, stop)
            if window.stop <= last:
                await self._send_again(last, last + 1)
        finally:
            self._requests.end()
        return True

    async def _send_again(self, first: int, stop: int) -> None:
        rows = await self._connection.fetch(_RESEND, first, stop)
        await self._send(rows, [], again=True)
        EVENTS_RESENT.labels(self._bus.service).inc(len(rows))

    async def _replace(self, event_ids: list[UUID]) -> None:
        """Send the new words under the old numbers, for whoever set the old ones aside."""
        rows = await self._connection.fetch(_REPLACE, event_ids)
        await self._send(rows, [], again=True, replaces=True)

    async def _send(
        self,
        rows: list[asyncpg.Record],
        acks: "list[asyncio.Future[PubAck]]",
        *,
        again: bool = False,
        replaces: bool = False,
    ) -> None:
        """Publish and wait for every acknowledgement; `acks` is filled with them."""
        if not rows:
            return
        try:
            await self._publish(rows, acks, again=again, replaces=replaces)
            async with asyncio.timeout(FIRST_ANSWER):
                await acks[0]
            # Both together are shorter than the idle limit of the connection that holds the lock.
            async with asyncio.timeout(ANSWERS):
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


def _is_stored(ack: "asyncio.Future[PubAck]") -> bool:
    return ack.done() and not ack.cancelled() and ack.exception() is None
