"""Streams and durables, kept by the one user of the broker that may create them."""

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from meridian.provisioning.broker import JETSTREAM
from meridian.provisioning.keys import PROVISIONER
from shared.bus import Bus
from shared.bus import topology as declared
from shared.bus.keeping import Keeper


@contextlib.asynccontextmanager
async def provisioner(url: str, seed_file: Path) -> AsyncIterator[Bus]:
    """A connection as the provisioning user."""
    bus = Bus(url, PROVISIONER, seed_file, api=JETSTREAM)
    await bus.connect()
    try:
        yield bus
    finally:
        await bus.close()


async def ensure(bus: Bus) -> list[str]:
    return await declared.ensure(bus.jetstream)


async def keep(bus: Bus, say: Callable[[str], None]) -> None:
    """For ever: what the broker lost, or cannot use any more, is created again within seconds."""
    await Keeper(bus, say).run()
