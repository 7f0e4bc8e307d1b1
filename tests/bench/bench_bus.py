"""Figures of delivery: throughput against the bare clients, the way of one command, catching up."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.bench.row import Row, at_most

from meridian.environment import Installation
from meridian.ports import free_ports
from meridian.provisioning import broker
from meridian.provisioning.keys import Keys
from meridian.servers.nats import Nats
from meridian.servers.postgres import DURABLE, SUPERUSER, Postgres
from meridian.testing import bare
from meridian.testing.bare import World
from meridian.testing.servers import scratch_folder
from shared.bus import Reactions, relay
from shared.bus.consumer import BATCH
from shared.contracts.accounts import TeacherRefused
from shared.worker import Worker

EVENTS = 4_000
RUNS = 3
OUTAGE = 30_000
"""Ten minutes at 50 commands a second."""
PACE = 50
SECONDS = 12
EFFECT = "INSERT INTO effects (aggregate_id, reason) VALUES ($1, $2)"
_BACKLOG = """
    INSERT INTO outbox (event_id, type, aggregate_id, body, headers, occurred_at, recorded_at)
    SELECT gen_random_uuid(), 'accounts.teacher.refused.v1', who,
        json_build_object('person_id', who, 'reason', n::text)::text, '{}', now(), now()
    FROM (SELECT n, gen_random_uuid() AS who FROM generate_series(1, CAST(:count AS int)) AS n) AS r
"""


def rows() -> list[Row]:
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    async with _servers() as at:
        await bare.lay(at)
        ours, raw = [], []
        for _ in range(RUNS):
            # In turn, so that both meet the same machine.
            async with _empty(at) as world:
                ours.append(EVENTS / await _through_the_bus(world, EVENTS))
            async with _empty(at) as world:
                raw.append(EVENTS / await _raw(world, EVENTS))
        async with _empty(at) as world:
            ways = sorted(1000 * one for one in await _paced(world))
        async with _empty(at) as world:
            caught_up = await _through_the_bus(world, OUTAGE)
    ratio = round(statistics.median(ours) / statistics.median(raw), 2)
    p50 = round(statistics.median(ways), 1)
    p99 = round(ways[int(0.99 * (len(ways) - 1))], 1)
    return [
        _figure("bus.events_per_second", round(statistics.median(ours)), "events/s"),
        _figure("bus.raw_clients_per_second", round(statistics.median(raw)), "events/s"),
        Row(name="bus.ratio_to_raw", value=ratio, unit="ratio", goal=0.7, holds=ratio >= 0.7),
        at_most("bus.command_to_effect_p50", p50, "ms", 20),
        at_most("bus.command_to_effect_p99", p99, "ms", 150),
        at_most("bus.catch_up_after_ten_minutes", round(caught_up, 1), "s", 300),
    ]


def _figure(name: str, value: float, unit: str) -> Row:
    return Row(name=name, value=value, unit=unit, goal=None, holds=None)


@asynccontextmanager
async def _servers() -> AsyncIterator[Installation]:
    """Postgres and NATS as they run for real: every commit and every acknowledgement on disk."""
    with scratch_folder() as folder, tempfile.TemporaryDirectory() as secrets:
        keys = Keys(Path(secrets))
        keys.generate_all()
        port, nats_port, monitor = free_ports(3)
        postgres = Postgres(
            folder / "postgres",
            port=port,
            password=keys.database_password(SUPERUSER),
            log=folder / "postgres.log",
            settings=DURABLE,
        )
        nats = Nats(
            folder / "nats",
            port=nats_port,
            monitor_port=monitor,
            accounts=broker.accounts(keys),
            log=folder / "nats.log",
        )
        postgres.start()
        nats.start()
        try:
            yield Installation(keys=keys, superuser_dsn=postgres.dsn, nats_url=nats.url)
        finally:
            nats.stop()
            postgres.destroy()


@asynccontextmanager
async def _empty(at: Installation) -> AsyncIterator[World]:
    async with bare.opened(at) as world:
        await bare.empty(world)
        yield world


async def _through_the_bus(world: World, count: int) -> float:
    """Seconds from the commit that announces all of it to the last effect."""
    done, warm = asyncio.Event(), asyncio.Event()
    left = count

    async def act(session: AsyncSession, event: TeacherRefused) -> None:
        nonlocal left
        await _effect(session, event)
        if event.reason == "warm":
            warm.set()
            return
        left -= 1
        if left == 0:
            session.info.setdefault("after_commit", []).append(done.set)

    consuming = Worker("notifications", Reactions({TeacherRefused: act}))
    async with world.running(world.announcing(), consuming):
        await world.say("warm")
        await asyncio.wait_for(warm.wait(), 60)
        async with world.announcer.transaction() as session:
            await session.execute(text(_BACKLOG), {"count": count})
            session.info["announced"] = True
        began = time.perf_counter()
        await asyncio.wait_for(done.wait(), 600)
        return time.perf_counter() - began


async def _effect(session: AsyncSession, event: TeacherRefused) -> None:
    """The same statement as the bare clients run, so that only the way differs."""
    driver: Any = session.info.get("driver")
    if driver is None:
        connection = await session.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        session.info["driver"] = driver
    await driver.execute(EFFECT, event.person_id, event.reason)


async def _raw(world: World, count: int) -> float:
    """The same with nats-py and asyncpg alone: no numbers, no order, no inbox, no parking."""
    async with world.announcer.transaction() as session:
        await session.execute(text(_BACKLOG), {"count": count})
    source, target = [
        await asyncpg.connect(database.dsn.replace("+asyncpg", ""))
        for database in (world.announcer, world.ledger)
    ]
    try:
        began = time.perf_counter()
        await asyncio.gather(_publish(world, source), _consume(world, target, count))
        return time.perf_counter() - began
    finally:
        await source.close()
        await target.close()


async def _publish(world: World, source: "asyncpg.Connection[Any]") -> None:
    jetstream = world.broker.jetstream(publish_async_max_pending=2000)
    last = 0
    query = "SELECT position, type, body FROM outbox WHERE position > $1 ORDER BY position LIMIT $2"
    while found := await source.fetch(query, last, relay.BATCH):
        acks = [await jetstream.publish_async(row["type"], row["body"].encode()) for row in found]
        await asyncio.gather(*acks)
        last = found[-1]["position"]
        await source.execute("UPDATE outbox SET number = position WHERE position <= $1", last)


async def _consume(world: World, target: "asyncpg.Connection[Any]", count: int) -> None:
    subscription = await world.jetstream.pull_subscribe_bind(
        durable="notifications", stream="ACCOUNTS"
    )
    while count > 0:
        messages = await subscription.fetch(BATCH, timeout=30)
        async with target.transaction():
            for message in messages:
                event = TeacherRefused.model_validate_json(message.data)
                await target.execute(EFFECT, event.person_id, event.reason)
        for message in messages:
            await message.ack()
        count -= len(messages)


async def _paced(world: World) -> list[float]:
    """Seconds from the beginning of a command's transaction to the commit of its effect."""
    began: dict[str, float] = {}
    taken: list[float] = []

    async def act(session: AsyncSession, event: TeacherRefused) -> None:
        await _effect(session, event)
        note = lambda: taken.append(time.perf_counter() - began[event.reason])  # noqa: E731
        session.info.setdefault("after_commit", []).append(note)

    consuming = Worker("notifications", Reactions({TeacherRefused: act}))
    async with world.running(world.announcing(), consuming):
        await asyncio.sleep(2)
        started = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(PACE * SECONDS):
                await asyncio.sleep(max(0.0, started + number / PACE - time.perf_counter()))
                began[f"{number}"] = time.perf_counter()
                group.create_task(world.say(f"{number}"))
        async with asyncio.timeout(30):
            while len(taken) < PACE * SECONDS:
                await asyncio.sleep(0.05)
    # The first second warms connections and caches.
    return taken[PACE:]
