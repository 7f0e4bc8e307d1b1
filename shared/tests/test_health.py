"""Readiness asks the question of the work, and a process whose worker has ended does not stay."""

import asyncio
import signal
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from meridian.environment import Installation, migrator_dsn
from shared.bus import Reactions
from shared.bus.relay import Relay
from shared.db import Database
from shared.http import health, service_app
from shared.testing import api_client
from shared.worker import Worker

from .conftest import World, settings_of


@pytest.fixture
async def ready(
    ground: Installation, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    monkeypatch.setattr(health, "WRITES_EVERY", -1.0)
    monkeypatch.setattr(health, "head_of", lambda _service: None)
    app = service_app(settings_of(ground, "accounts"), title="a test", routers=())
    owner = await asyncpg.connect(migrator_dsn(ground, "accounts", "postgresql"))
    try:
        await owner.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num text)")
        async with api_client(app) as client:
            yield app, client
        await owner.execute("DROP TABLE alembic_version")
    finally:
        await owner.close()


async def test_a_database_that_reads_and_cannot_write_makes_a_service_unready(
    world: World, ready: tuple[FastAPI, httpx.AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, client = ready
    assert (await client.get("/readyz")).json()["ready"] is True
    database: Database = app.state.database

    async with database.reading() as session:
        await session.execute(text("SET default_transaction_read_only = on"))
        await session.commit()
        # The one connection of the pool is read-only from now on, as a standby is.
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["why"]) == (503, "the database stores nothing")


async def test_a_service_whose_worker_has_ended_is_unready(
    world: World, ready: tuple[FastAPI, httpx.AsyncClient]
) -> None:
    app, client = ready

    async def ends() -> None:
        return None

    app.state.working = asyncio.create_task(ends())
    await app.state.working
    assert (await client.get("/readyz")).status_code == 503


@pytest.mark.parametrize("how", ["returns", "is cancelled", "fails for good"])
async def test_a_process_whose_worker_has_ended_asks_to_be_started_anew(
    world: World, ground: Installation, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)

    async def ends(*_arguments: object) -> None:
        if how == "is cancelled":
            raise asyncio.CancelledError
        if how == "fails for good":
            raise SystemError

    monkeypatch.setattr(Worker, "run", ends)
    worker = Worker("accounts", Reactions({}))
    app = service_app(settings_of(ground, "accounts"), title="a test", routers=(), worker=worker)
    try:
        async with app.router.lifespan_context(app):
            await asyncio.wait_for(asked.wait(), 5)
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_a_part_of_the_worker_that_ends_by_itself_is_begun_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, ended = Relay.run, asyncio.Event()

    async def ends_once(self: Relay) -> None:
        if not ended.is_set():
            ended.set()
            return
        await run(self)

    monkeypatch.setattr(Relay, "run", ends_once)
    async with world.running():
        await asyncio.wait_for(ended.wait(), 10)
        await world.say("relayed all the same")
        assert await world.until_effects(1) == ["relayed all the same"]
