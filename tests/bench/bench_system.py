"""Figures of the whole: how soon it is there, what it takes, how fast news travels."""

import asyncio
import statistics
import time
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from tests.bench import installation

from meridian.commands.running import running_installation
from meridian.layout import Home
from meridian.provisioning.database import DATABASE, in_database

Row = dict[str, Any]
ROUNDS = 60


def rows() -> list[Row]:
    seconds = installation.second_start()
    found = []
    if seconds is not None:
        found.append(_row("system.second_start", round(seconds, 1), "s", 15))
    found.append(_row("system.memory", _memory(), "MB", 1200))
    found.append(_row("system.idle_cpu", _idle_cpu(), "% of a core", None))
    effects = asyncio.run(_effects())
    found.append(_row("system.effect_p50", _ms(statistics.median(effects)), "ms", 50))
    p95 = statistics.quantiles(effects, n=20)[-1]
    found.append(_row("system.effect_p95", _ms(p95), "ms", None))
    return found


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _row(name: str, value: float, unit: str, goal: float | None) -> Row:
    holds = None if goal is None else value <= goal
    return {"name": name, "value": value, "unit": unit, "goal": goal, "holds": holds}


def _memory() -> int:
    """Proportional set size of every process: shared pages count once."""
    total = 0
    for pid in installation.children_of(installation.supervisor()):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total // 1024


def _ticks() -> int:
    used = 0
    for pid in installation.children_of(installation.supervisor()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12])
    return used


def _idle_cpu(seconds: float = 10) -> float:
    before = _ticks()
    time.sleep(seconds)
    return round((_ticks() - before) / seconds, 1)


async def _effects() -> list[float]:
    """From the answer to a command until its effect stands in another service's table."""
    where = installation.where()
    at = running_installation(Home.default())
    database = await asyncpg.connect(in_database(at.superuser_dsn, DATABASE))
    async with httpx.AsyncClient(base_url=where["accounts"], trust_env=False) as client:
        opened = await client.post(
            "/v1/sign-in-links", json={"token": installation.token_of("teacher")}
        )
        session = {"Meridian-Session": opened.raise_for_status().json()["session_token"]}
        issued = await client.post("/v1/tokens", json={"audience": "accounts"}, headers=session)
        token = issued.raise_for_status().json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        name, found = token["person"]["name"], []
        for number in range(ROUNDS):
            # The last round gives the person their own name back.
            wanted = name if number == ROUNDS - 1 else f"{name} {number}"
            changed = await client.patch("/v1/me", json={"name": wanted}, headers=headers)
            changed.raise_for_status()
            began = time.perf_counter()
            query = "SELECT name FROM partnering.people WHERE id = $1"
            while await database.fetchval(query, token["person"]["id"]) != wanted:
                await asyncio.sleep(0.001)
            found.append(time.perf_counter() - began)
            await asyncio.sleep(0.05)
    await database.close()
    return found
