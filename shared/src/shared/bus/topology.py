"""Streams and durables: created when missing, updated when different, by the provisioning user."""

import asyncio
import contextlib
from collections.abc import Mapping

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
from nats.js.errors import NotFoundError, ServerError

DAY = 86_400
STREAM_BYTES = 640 * 1024 * 1024
"""What one stream may take; all of them together stay below the `max_file_store` of the server, so
that one that is flooded leaves the others their room."""
CONSUMERS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("partnering", "course", "projects", "notifications"),
    "partnering": ("accounts", "course", "projects", "notifications"),
    "course": ("accounts", "partnering", "projects", "notifications"),
    "projects": ("accounts", "partnering", "course", "notifications"),
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
        max_bytes=STREAM_BYTES,
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
    for producer in CONSUMERS:
        created += await _ensure_patiently(jetstream, producer)
    return created


async def _ensure_patiently(jetstream: JetStreamContext, producer: str) -> list[str]:
    """A server that still clears a deleted stream's files away cannot create it for a moment."""
    for _ in range(5):
        with contextlib.suppress(ServerError):
            return await ensure_one(jetstream, producer)
        await asyncio.sleep(0.5)
    return await ensure_one(jetstream, producer)


async def ensure_one(jetstream: JetStreamContext, producer: str) -> list[str]:
    """One producer's stream and the durables on it."""
    created = []
    stream, config = stream_name(producer), stream_config(producer)
    try:
        await jetstream.stream_info(stream)
        await jetstream.update_stream(config)
    except NotFoundError:
        await jetstream.add_stream(config)
        created.append(stream)
    for service in CONSUMERS[producer]:
        try:
            await jetstream.consumer_info(stream, service)
        except NotFoundError:
            created.append(f"{stream}/{service}")
        await jetstream.add_consumer(stream, consumer_config(service))
    return created
