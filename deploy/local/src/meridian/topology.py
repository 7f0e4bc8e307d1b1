"""Streams and durables, kept by the one user of the broker that may create them."""

import contextlib
from collections.abc import AsyncIterator

from meridian.provisioning.keys import PROVISIONER, Keys
from shared.bus import Bus
from shared.bus import topology as declared


@contextlib.asynccontextmanager
async def provisioner(url: str, keys: Keys) -> AsyncIterator[Bus]:
    """A connection as the provisioning user."""
    bus = Bus(url, PROVISIONER, keys.broker_seed_file(PROVISIONER))
    await bus.connect()
    try:
        yield bus
    finally:
        await bus.close()


async def ensure(bus: Bus) -> list[str]:
    return await declared.ensure(bus.jetstream)


async def keep(bus: Bus) -> None:
    """For ever: what the broker lost is created again within seconds."""
    await declared.keep(bus.jetstream)
