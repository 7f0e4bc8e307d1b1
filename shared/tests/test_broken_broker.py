"""Health asks the question of the work: a broker that answers and does not work is begun anew."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nats.errors import Error as NatsError

from meridian.environment import Installation
from meridian.provisioning.keys import Keys
from meridian.testing.bare import World, lay, opened
from meridian.testing.disk import Full, may_mount, small_disk
from meridian.testing.servers import Kind, running_postgres, scratch_nats
from shared.bus.topology import consumer_config

WITHIN = 20
MANY = [str(number) for number in range(300)]


@contextmanager
def _ground(server_kind: Kind, keys: Keys, disk: Path) -> Iterator[Installation]:
    with running_postgres(server_kind, keys) as dsn, scratch_nats(keys, disk / "nats") as server:
        yield Installation(keys=keys, superuser_dsn=dsn, nats_url=server.url)


async def _fails_once(world: World, disk: Full) -> None:
    """Fill the disk until one publish fails, and free it at once."""
    with disk.filled():
        async with asyncio.timeout(60):
            while True:
                try:
                    await world.jetstream.publish("accounts.x.y.v1", b"x" * 30_000, timeout=1)
                except (NatsError, TimeoutError):
                    return


@pytest.mark.skipif(not may_mount(), reason="NOT RUN: mounting a small disk needs root on Linux")
async def test_a_disk_that_was_full_for_a_moment_stops_the_bus_for_seconds_only(
    server_kind: Kind, keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        small_disk(tmp_path / "disk", megabytes=48) as disk,
        _ground(server_kind, keys, disk.at) as at,
    ):
        await lay(at)
        async with opened(at) as world, world.kept() as said, world.running():
            await world.say("before")
            await world.until_effects(1)
            await _fails_once(world, disk)
            began = time.monotonic()
            await world.say(*MANY)
            assert await world.until_effects(len(MANY) + 1, seconds=60) == ["before", *MANY]
            seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\nhealed in {seconds:.1f} s: a disk that was full for a moment")  # noqa: T201
    assert seconds < WITHIN + 10
    assert [one for one in said if one.startswith("The stream ACCOUNTS")]


async def test_a_durable_that_is_bound_and_gives_nothing_is_begun_anew(world: World) -> None:
    async with world.running():
        await world.say("before")
        await world.until_effects(1)
        stuck = consumer_config("notifications")
        stuck.pause_until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        await world.jetstream.delete_consumer("ACCOUNTS", "notifications")
        await world.jetstream.add_consumer("ACCOUNTS", stuck)
        await world.say("after")
        await asyncio.sleep(1)
        assert await world.effects() == ["before"]
        async with world.kept() as said:
            assert await world.until_effects(2, seconds=40) == ["before", "after"]
    assert [one for one in said if one.startswith("notifications's durable on ACCOUNTS")]
