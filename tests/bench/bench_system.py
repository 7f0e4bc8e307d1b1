"""Figures of the whole system: second start, memory, and a command's way to another service."""

import asyncio
import statistics
import time
from typing import Any

import asyncpg
import httpx
from tests.bench.installation import Running, demo, proportional_bytes, start, stop
from tests.bench.row import Row, at_most

from meridian.commands.running import running_installation
from meridian.demo import staff
from meridian.demo.client import Person, Services
from meridian.layout import Home
from meridian.provisioning.database import DATABASE, in_database
from meridian.supervisor.instance import is_running

COMMANDS = 60
SIGN_INS = 50


def rows() -> list[Row]:
    found: list[Row] = []
    with demo() as running:
        found.append(_memory(running))
        found += asyncio.run(_effects(running))
        found.append(asyncio.run(_tokens_during_sign_ins(running)))
    if not is_running(Home.default()):
        process, seconds = start(Home.default(), 120)
        stop(process)
        found.append(at_most("system.second_start", round(seconds, 1), "s", 15))
    return found


def _memory(running: Running) -> Row:
    gigabytes = proportional_bytes(running.process) / 1e9
    return at_most("system.memory", round(gigabytes, 2), "GB", 1.2)


async def _effects(running: Running) -> list[Row]:
    """From sending a command to its effect in another service being committed there."""
    at = running_installation(running.home)
    services = Services(running.where, f"bench-{time.time_ns()}")
    lead = (await staff.engage(at, services)).lead
    connection = await asyncpg.connect(in_database(at.superuser_dsn, DATABASE))
    try:
        taken = [await _one(lead, connection, turn) for turn in range(COMMANDS)]
    finally:
        await connection.close()
        await services.http.aclose()
    milliseconds = sorted(1000 * one for one in taken[5:])
    p50 = statistics.median(milliseconds)
    p99 = milliseconds[int(0.99 * (len(milliseconds) - 1))]
    return [
        at_most("system.command_to_effect_p50", round(p50, 1), "ms", 50),
        Row(
            name="system.command_to_effect_p99",
            value=round(p99, 1),
            unit="ms",
            goal=None,
            holds=None,
        ),
    ]


async def _tokens_during_sign_ins(running: Running) -> Row:
    """The slowest access token while 50 people sign in at once: passwords are slow on purpose."""
    at = running_installation(running.home)
    services = Services(running.where, f"bench-{time.time_ns()}")
    session = (await staff.engage(at, services)).lead.session_token
    url = running.where["accounts"]
    taken: list[float] = []
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=100)) as http:

        async def sign_in(number: int) -> None:
            body = {"email": f"bench-{number}@school.example", "password": "correct horse battery"}
            await http.post(f"{url}/v1/sessions", json=body)

        signing_in = asyncio.gather(*(sign_in(number) for number in range(SIGN_INS)))
        while not signing_in.done():
            began = time.perf_counter()
            answer = await http.post(
                f"{url}/v1/tokens",
                json={"audience": "course"},
                headers={"Meridian-Session": session},
            )
            answer.raise_for_status()
            taken.append(time.perf_counter() - began)
        await signing_in
    await services.http.aclose()
    return at_most("system.token_during_50_sign_ins", round(max(taken), 3), "s", 1)


async def _one(lead: Person, connection: "asyncpg.Connection[Any]", turn: int) -> float:
    """Somebody moves to another time zone and back; partnering hears of it."""
    query = "SELECT next_number FROM partnering.inbox WHERE producer = 'accounts'"
    before = await connection.fetchval(query)
    zone = "Europe/Oslo" if turn % 2 == 0 else staff.LEAD.zone
    began = time.perf_counter()
    await lead.patch("accounts", "/v1/me", {"zone": zone})
    while await connection.fetchval(query) == before:
        await asyncio.sleep(0.001)
    return time.perf_counter() - began
