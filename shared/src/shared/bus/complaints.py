"""Saying that the broker answers and does not work; who provisions it begins that part anew."""

import contextlib

import structlog
from nats.errors import Error as NatsError

from shared.bus.connection import Bus

log = structlog.get_logger()

SUBJECT = "broken"


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
