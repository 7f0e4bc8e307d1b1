"""Streams and durables: created when missing, updated when different, by the provisioning user."""

import asyncio
from collections.abc import Mapping

import structlog
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

log = structlog.get_logger()

DAY = 86_400
CONSUMERS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("partnering", "course", "projects", "notifications"),
    "partnering": ("accounts", "course", "projects", "notifications"),
    "course": ("accounts", "partnering", "projects", "notifications"),
    "projects": ("accounts", "partnering", "notifications"),
    "notifications": ("accounts",),
}
"""Producer → services that consume it, each through one durable that bears its name.

Exactly the pairs that the services' reactions need; a test compares them.
"""


def stream_name(producer: str) -> str:
    return producer.upper()


def stream_config(producer: str) -> StreamConfig:
    return StreamConfig(
        name=stream_name(producer),
        subjects=[f"{producer}.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        duplicate_window=600,
        max_age=30 * DAY,
        max_msg_size=131_072,
        allow_direct=False,
    )


def consumer_config(service: str) -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=service,
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        ack_wait=15,
        max_deliver=-1,
        max_ack_pending=1000,
    )


async def ensure(jetstream: JetStreamContext) -> list[str]:
    """Create or update every stream and durable. Returns what was missing."""
    created = []
    for producer, services in CONSUMERS.items():
        config = stream_config(producer)
        try:
            await jetstream.stream_info(stream_name(producer))
            await jetstream.update_stream(config)
        except NotFoundError:
            await jetstream.add_stream(config)
            created.append(stream_name(producer))
        for service in services:
            try:
                await jetstream.consumer_info(stream_name(producer), service)
            except NotFoundError:
                created.append(f"{stream_name(producer)}/{service}")
            await jetstream.add_consumer(stream_name(producer), consumer_config(service))
    return created


async def keep(jetstream: JetStreamContext, every: float = 5.0) -> None:
    """Ensure the topology for ever: a broker that lost its directory gets it back."""
    while True:
        try:
            created = await ensure(jetstream)
            if created:
                log.info("topology_created", created=created)
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("topology_unreachable", error=repr(error))
        await asyncio.sleep(every)
