"""Commands flow while every part is killed: what was acknowledged is there, once and in order."""

import asyncio
import random
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from meridian.demo.joining import Member
from meridian.layout import SERVICES
from shared.bus.topology import CONSUMERS, stream_name

from ..conftest import System
from .check import broken_promises
from .conftest import Pairs
from .crew import Budget, Client, Door, Writer
from .history import History
from .installation import PARTS, kill, rows, settled, wait_for_another

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("system"), pytest.mark.timeout(600)]

DRAINED_WITHIN = 120
SEED = 20261122


@asynccontextmanager
async def at_work(system: System, members: list[Member], path: Path) -> AsyncIterator[History]:
    """They write until the end of the block; whoever waits for an answer waits it out."""
    history, budget = History(path / "history.jsonl"), Budget()
    async with asyncio.TaskGroup() as group:
        for number, member in enumerate(members):
            client = Client(member, Door.of(system), history)
            writer = Writer(client, number, edits=False, pause=0.15)
            group.create_task(writer.work(budget))
        try:
            yield history
        finally:
            budget.stop.set()


async def test_nothing_acknowledged_is_lost_or_doubled_while_every_part_is_killed(
    system: System, pairs: Pairs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = await pairs(3)
    order = list(PARTS)
    random.Random(SEED).shuffle(order)
    recovered = {}
    async with at_work(system, members, tmp_path) as history:
        await asyncio.sleep(2)
        for part in order:
            before = kill(system, part)
            started = time.monotonic()
            await asyncio.to_thread(wait_for_another, system, part, before)
            await _answers(system)
            recovered[part] = time.monotonic() - started
            await asyncio.sleep(2)
    drained = await settled(system, DRAINED_WITHIN)
    with capsys.disabled():
        print(f"\n{history.summary()}; drained in {drained:.1f} s; seconds until all is ready:")
        print("  " + ", ".join(f"{part} {took:.1f}" for part, took in recovered.items()))
    assert history.answered > 50
    assert await broken_promises(system, history) == []


async def test_postgres_killed_again_and_again_answers_503_and_loses_nothing(
    system: System, pairs: Pairs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = await pairs(2)
    async with at_work(system, members, tmp_path) as history:
        for _ in range(3):
            await asyncio.sleep(2)
            before = kill(system, "postgres")
            await asyncio.to_thread(wait_for_another, system, "postgres", before)
            await _answers(system)
    drained = await settled(system, DRAINED_WITHIN)
    with capsys.disabled():
        print(f"\n{history.summary()}; drained in {drained:.1f} s")
    assert history.unavailable > 0
    assert await broken_promises(system, history) == []


async def test_a_broker_that_is_killed_again_and_again_fails_no_command(
    system: System, pairs: Pairs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = await pairs(2)
    async with at_work(system, members, tmp_path) as history:
        for _ in range(4):
            before = kill(system, "nats")
            await asyncio.to_thread(wait_for_another, system, "nats", before)
            await asyncio.sleep(1)
    drained = await settled(system, DRAINED_WITHIN)
    with capsys.disabled():
        print(f"\n{history.summary()}; drained in {drained:.1f} s")
    assert (history.unavailable, history.unreached) == (0, 0)
    assert await broken_promises(system, history) == []


@pytest.mark.parametrize("stopped", [True, False], ids=["while stopped", "while running"])
async def test_a_broker_whose_directory_is_deleted_under_load_is_rebuilt_by_itself(
    system: System,
    pairs: Pairs,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    stopped: bool,
) -> None:
    members = await pairs(2)
    store = system.home / "nats" / "jetstream"
    async with at_work(system, members, tmp_path) as history:
        await asyncio.sleep(2)
        lost_at = time.monotonic()
        if stopped:
            # Moved first: the supervisor is quick, and a new server must find nothing.
            store.rename(store.with_name("lost"))
            before = kill(system, "nats")
            await asyncio.to_thread(wait_for_another, system, "nats", before)
            shutil.rmtree(store.with_name("lost"))
        else:
            shutil.rmtree(store, ignore_errors=True)
        await asyncio.sleep(3)
    await settled(system, 300)
    async with asyncio.timeout(60):
        while not _kept(store):
            await asyncio.sleep(0.2)
    healed = time.monotonic() - lost_at
    resent = await rows(system, "SELECT sum(resends) AS resends FROM partnering.outbox")
    with capsys.disabled():
        print(f"\n{history.summary()}; healed {healed:.1f} s after the directory was deleted,")
        print(f"  {resent[0]['resends']} events sent again by partnering until now")
    assert (history.unavailable, history.unreached) == (0, 0)
    assert await broken_promises(system, history) == []


def _kept(store: Path) -> bool:
    """Every stream has its files again: a server may go on for a while from memory alone."""
    streams = {meta.parent.name for meta in store.glob("**/streams/*/meta.inf")}
    return streams == {stream_name(producer) for producer in CONSUMERS}


async def _answers(system: System, patience: float = 60) -> None:
    """Wait until every service says that it is ready."""
    async with httpx.AsyncClient(timeout=5) as client, asyncio.timeout(patience):
        for name in SERVICES:
            while True:
                try:
                    answer = await client.get(f"{system.where[name]}/readyz")
                    if answer.status_code == 200:
                        break
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.1)
