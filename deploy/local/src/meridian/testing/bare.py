"""Two bare services on real servers: `accounts` announces, `notifications` keeps a ledger of effects.

A conftest that imports `ground` and `world` from here has them as fixtures.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import nats
import pytest
from nats.aio.client import Client
from nats.js import JetStreamContext
from sqlalchemy import BigInteger, Column, Identity, Table, Text, Uuid, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from meridian.environment import Installation, migrator_dsn, variables
from meridian.provisioning import database as provisioning
from meridian.provisioning.keys import PROVISIONER, Keys
from meridian.testing.servers import Kind, running_nats, running_postgres
from meridian.topology import provisioner
from shared.bus import Reactions, topology
from shared.bus.keeping import Keeper
from shared.contracts.accounts import TeacherRefused
from shared.db import Database, schema_metadata
from shared.ids import new_id
from shared.outbox import announce
from shared.settings import ServiceSettings
from shared.worker import Worker

SERVICES = ("accounts", "notifications")


def settings_of(at: Installation, name: str) -> ServiceSettings:
    class Settings(ServiceSettings):
        service = name

    prefix = f"MERIDIAN_{name.upper()}_"
    values: dict[str, Any] = {
        key.removeprefix(prefix).lower(): value for key, value in variables(at, name).items()
    }
    return Settings(**values)


def _metadata(service: str) -> Any:
    metadata = schema_metadata(service)
    # The ledger has no unique key: a key would hide effects applied twice.
    Table(
        "effects",
        metadata,
        Column("position", BigInteger, Identity(), primary_key=True),
        Column("aggregate_id", Uuid),
        Column("reason", Text),
    )
    return metadata


async def lay(at: Installation) -> None:
    """Schemas and bare tables, in an empty cluster."""
    await provisioning.provision(at.superuser_dsn, at.keys)
    for service in SERVICES:
        engine = create_async_engine(migrator_dsn(at, service), hide_parameters=True)
        async with engine.begin() as connection:
            await connection.run_sync(_metadata(service).create_all)
        await engine.dispose()


@pytest.fixture(scope="session")
def ground(server_kind: Kind, keys: Keys) -> Iterator[Installation]:
    """A cluster of its own, so that bare tables never meet a service's migrations."""
    with running_postgres(server_kind, keys) as dsn, running_nats(server_kind, keys) as url:
        at = Installation(keys=keys, superuser_dsn=dsn, nats_url=url)
        with asyncio.Runner() as runner:
            runner.run(lay(at))
        yield at


@dataclass
class World:
    """The two services, and hands on everything between them."""

    at: Installation
    announcer: Database
    ledger: Database
    broker: Client
    failing: dict[str, Exception] = field(default_factory=dict)
    """Reasons that make the reaction fail, and how."""

    async def ask_again(self, number: int = 1) -> None:
        """As the consumer, ask the producer to send again from this number."""
        async with client_of(self.at, "notifications") as client:
            request = json.dumps({"from": number}).encode()
            await client.publish("resend.accounts.notifications", request)
            await client.flush()

    @property
    def jetstream(self) -> JetStreamContext:
        return self.broker.jetstream()

    async def say(self, *reasons: str, person: UUID | None = None) -> UUID:
        """Announce facts about one person, in one transaction."""
        person = person or new_id()
        async with self.announcer.transaction() as session:
            for reason in reasons:
                await announce(session, TeacherRefused(person_id=person, reason=reason))
        return person

    async def effects(self) -> list[str]:
        async with self.ledger.reading() as session:
            rows = await session.scalars(text("SELECT reason FROM effects ORDER BY position"))
            return list(rows)

    async def _react(self, session: AsyncSession, event: TeacherRefused) -> None:
        if event.reason in self.failing:
            raise self.failing[event.reason]
        query = text("INSERT INTO effects (aggregate_id, reason) VALUES (:person, :reason)")
        await session.execute(query, {"person": event.person_id, "reason": event.reason})

    def announcing(self) -> Worker:
        return Worker("accounts", Reactions({}))

    def consuming(self) -> Worker:
        return Worker("notifications", Reactions({TeacherRefused: self._react}))

    @contextlib.asynccontextmanager
    async def running(self, *workers: Worker) -> AsyncIterator[None]:
        """Run workers (both services by default) for the time of the block."""
        databases = {"accounts": self.announcer, "notifications": self.ledger}
        tasks = [
            asyncio.create_task(
                worker.run(settings_of(self.at, worker.service), databases[worker.service])
            )
            for worker in workers or (self.announcing(), self.consuming())
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception):
                    raise outcome

    @contextlib.asynccontextmanager
    async def kept(self, every: float = 5.0) -> AsyncIterator[list[str]]:
        """Streams and durables are kept as they are in an installation. Gives what people are told."""
        said: list[str] = []
        async with provisioner(self.at.nats_url, self.at.keys.provisioner_seed_file) as bus:
            keeping = asyncio.create_task(Keeper(bus, said.append).run(every))
            try:
                yield said
            finally:
                keeping.cancel()

    async def until(self, holds: Callable[[], Awaitable[bool]], seconds: float = 30) -> None:
        """Wait until something holds; fail when it does not in time."""
        async with asyncio.timeout(seconds):
            while not await holds():
                await asyncio.sleep(0.05)

    async def until_effects(self, count: int, seconds: float = 30) -> list[str]:
        async def enough() -> bool:
            return len(await self.effects()) >= count

        await self.until(enough, seconds)
        return await self.effects()


@contextlib.asynccontextmanager
async def client_of(at: Installation, user: str) -> AsyncIterator[Client]:
    """A bare connection with the key of a user of the broker."""
    seed = at.keys.broker_seed_file(user).read_text().strip()
    client = await nats.connect(
        at.nats_url, nkeys_seed_str=seed, inbox_prefix=f"_INBOX_{user}", error_cb=_unheard
    )
    try:
        yield client
    finally:
        await client.close()


async def _unheard(_error: Exception) -> None:
    """What the server complains of is in its log; tests look at what it lets through."""


@contextlib.asynccontextmanager
async def opened(at: Installation) -> AsyncIterator[World]:
    """The two services as they are, with their streams."""
    databases = {name: Database(settings_of(at, name).postgres_dsn) for name in SERVICES}
    try:
        async with client_of(at, PROVISIONER) as broker:
            await topology.ensure(broker.jetstream())
            yield World(at, databases["accounts"], databases["notifications"], broker)
    finally:
        for database in databases.values():
            await database.close()


async def empty(found: World) -> None:
    """As if nothing had ever been said."""
    for database in (found.announcer, found.ledger):
        async with database.transaction() as session:
            for name in ("outbox", "outbox_head", "inbox", "parked", "effects", "tick_log"):
                await session.execute(text(f"DELETE FROM {name}"))  # noqa: S608
    for stream in await found.jetstream.streams_info():
        assert stream.config.name
        await found.jetstream.delete_stream(stream.config.name)
    await topology.ensure(found.jetstream)


@pytest.fixture
async def world(ground: Installation) -> AsyncIterator[World]:
    """Two services that have done nothing yet."""
    async with opened(ground) as found:
        await empty(found)
        yield found
