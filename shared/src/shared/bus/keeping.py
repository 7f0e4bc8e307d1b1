"""Keeps streams and durables, and begins anew those of which their users complain."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from time import monotonic

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError, ServerError

from shared.bus import complaints, topology
from shared.bus.connection import Bus
from shared.bus.topology import CONSUMERS, stream_name

log = structlog.get_logger()

TRIES = 2
"""A stream that the server fails to keep so many times in a row is begun anew."""
PATIENCE = 10.0
"""Seconds in which nothing is begun anew a second time: it needs a moment to be used again."""


class Keeper:
    """The one user of the broker that may create and delete.

    Looking at a stream says nothing about storing in it: after a write that failed, such as on a
    full disk, nats-server answers every question about the stream and never stores in it again.
    So the word of those who work with it counts. Each is heard about its own stream and its own
    durables alone, and beginning anew loses nothing: the outboxes are the record.
    """

    def __init__(self, bus: Bus, say: Callable[[str], None] = lambda _: None) -> None:
        self._bus = bus
        self._say = say
        self._failed: Counter[str] = Counter()
        self._complaints: set[tuple[str, str]] = set()
        self._begun_at: dict[tuple[str, str], float] = {}
        self._awake = asyncio.Event()

    async def run(self, every: float = 5.0) -> None:
        """For ever: what the broker lost, or cannot use any more, is created again within seconds."""
        listening = False
        while True:
            with contextlib.suppress(NatsError, OSError):
                if not listening:
                    subject = f"{complaints.SUBJECT}.*.*"
                    await self._bus.client.subscribe(subject, cb=self._hear)
                    listening = True
            for producer in CONSUMERS:
                await self._keep(producer)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), every)
            self._awake.clear()

    async def _hear(self, message: Msg) -> None:
        service, producer = complaints.read(message.subject)
        if service == producer or service in CONSUMERS.get(producer, ()):
            self._complaints.add((service, producer))
            self._awake.set()

    async def _keep(self, producer: str) -> None:
        try:
            if self._failed[producer] >= TRIES:
                self._complaints.add((producer, producer))
            for service, of in list(self._complaints):
                if of == producer:
                    self._complaints.discard((service, of))
                    await self._begin_anew(service, producer)
            created = await topology.ensure_one(self._bus.jetstream, producer)
            del self._failed[producer]
            if created:
                log.info("topology_created", created=created)
        except ServerError as error:
            self._failed[producer] += 1
            log.warning("stream_broken", producer=producer, error=str(error))
        except Exception as error:
            # Whatever it was: nobody else keeps the streams.
            log.warning("topology_unreachable", producer=producer, error=repr(error))

    async def _begin_anew(self, service: str, producer: str) -> None:
        """Delete the stream, or the durable of another on it; it is created again at once."""
        now = monotonic()
        if now - self._begun_at.get((service, producer), -PATIENCE) < PATIENCE:
            return
        self._begun_at[service, producer] = now
        stream, jetstream = stream_name(producer), self._bus.jetstream
        what = f"The stream {stream}" if service == producer else f"{service}'s durable on {stream}"
        log.error("begun_anew", stream=stream, complained=service)
        self._say(f"{what} answers and does not work; it is begun anew from the outboxes.")
        with contextlib.suppress(NotFoundError, ServerError):
            if service == producer:
                await jetstream.delete_stream(stream)
            else:
                await jetstream.delete_consumer(stream, service)
