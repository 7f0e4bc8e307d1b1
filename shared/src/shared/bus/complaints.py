"""Saying that the broker answers and does not work; who provisions it begins that part anew."""

import contextlib
from time import monotonic

import structlog
from nats.errors import Error as NatsError

from shared.bus.connection import Bus
from shared.bus.topology import stream_name

log = structlog.get_logger()

SUBJECT = "broken"
REFUSED_FOR = 4.0
"""Seconds for which a stream answers and stores nothing before it is complained of."""


async def say(bus: Bus, producer: str) -> None:
    """About one's own stream, which stores nothing, or one's durable on another's, which gives nothing."""
    what = "stream stores nothing" if producer == bus.service else "durable gives nothing"
    log.error("broker_complained_of", producer=producer, what=what)
    with contextlib.suppress(NatsError, OSError):
        await bus.client.publish(f"{SUBJECT}.{bus.service}.{producer}", b"")


def read(subject: str) -> tuple[str, str]:
    """Who complains, and of whose stream. Who it is, the broker vouches for."""
    _, service, producer = subject.split(".")
    return service, producer


class Suspicion:
    """Whether one's own stream answers all the while and stores nothing, twice in a row."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._since: float | None = None

    def allay(self) -> None:
        """Something was stored."""
        self._since = None

    async def grow(self) -> None:
        """Something was not stored: complain when that goes on and the stream answers."""
        now = monotonic()
        try:
            await self._bus.jetstream.stream_info(stream_name(self._bus.service))
        except (NatsError, TimeoutError, ConnectionError):
            # It is away, or the stream is, which whoever provisions it sees for itself.
            self._since = None
            return
        if self._since is None:
            self._since = now
        elif now - self._since > REFUSED_FOR:
            await say(self._bus, self._bus.service)
