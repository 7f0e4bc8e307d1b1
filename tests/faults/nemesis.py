"""What goes wrong: faults drawn from a seed, spread over the load, each of which ends by itself."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import asyncpg

from meridian import business_clock
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.database import DATABASE, in_database

from .history import History
from .installation import PARTS, process_of
from .site import Site

LASTING = {"stop", "broker away", "black hole", "one direction", "latency", "disk full"}
Fault = tuple[str, str]
"""What, and to which part."""


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    commands: int
    kills_of_each: int
    others_of_each: int
    lasting_of_each: int
    stopped: float
    broker_away: float
    within: float
    """Seconds of load after which the run is given up."""
    rate: float | None = None
    """Commands per second at most. Clients that leave no processor time to the services' reactions
    measure only how long these need afterwards."""

    def part(self, commands: int) -> "Size":
        """Fewer commands, and as many faults fewer, but each of them at least once."""
        share = commands / self.commands
        return replace(
            self,
            commands=commands,
            kills_of_each=max(1, round(self.kills_of_each * share)),
            others_of_each=max(1, round(self.others_of_each * share)),
            lasting_of_each=max(1, round(self.lasting_of_each * share)),
        )


SHORT = Size(5_000, 3, 1, 1, stopped=5, broker_away=5, within=240)
FULL = Size(100_000, 30, 5, 3, stopped=60, broker_away=120, within=7_200, rate=30)


class Nemesis:
    """Breaks one installation, one fault after the other; seeded, so that a run can be repeated."""

    def __init__(self, site: Site, size: Size, seed: int, history: History) -> None:
        self.site = site
        self.size = size
        self.history = history
        self.done: Counter[str] = Counter()
        self.skipped: set[str] = set()
        self._random = random.Random(seed)
        self._acts: dict[str, Callable[[str], Awaitable[None]]] = {
            "kill": self._kill,
            "stop": self._stop,
            "broker deleted": self._broker_deleted,
            "broker flipped": self._broker_flipped,
            "broker away": self._broker_away,
            "commits cut": self._commits_cut,
            "disk full": self._disk_full,
            "latency": self._latency,
            "reset": self._reset,
            "black hole": self._black_hole,
            "one direction": self._one_direction,
            "clock": self._clock,
        }
        self.schedule = self._drawn()

    def _drawn(self) -> list[Fault]:
        drawn = [("kill", part) for part in PARTS for _ in range(self.size.kills_of_each)]
        links = sorted(self.site.gates)
        for what in self._acts:
            if what == "kill":
                continue
            turns = range(
                self.size.lasting_of_each if what in LASTING else self.size.others_of_each
            )
            drawn += [(what, self._victim(what, turn, links)) for turn in turns]
        self._random.shuffle(drawn)
        return drawn

    def _victim(self, what: str, turn: int, links: list[str]) -> str:
        if what == "stop":
            return self._random.choice(PARTS)
        if what == "disk full":
            return ("nats", "postgres")[turn % 2]
        if what in {"latency", "reset", "black hole", "one direction"}:
            return self._random.choice(links)
        return ""

    async def rage(self) -> None:
        """Spread the faults over the commands: the next one comes when enough was answered.

        What lasts goes on beside what follows, one such thing at a time.
        """
        every = self.size.commands / (len(self.schedule) + 1)
        lasting = asyncio.Lock()
        async with asyncio.TaskGroup() as group:
            for turn, (what, part) in enumerate(self.schedule, 1):
                while self.history.answered < turn * every:
                    await asyncio.sleep(0.05)
                if what in LASTING:
                    group.create_task(self._after(lasting, what, part))
                else:
                    await self._act(what, part)

    async def _after(self, lasting: asyncio.Lock, what: str, part: str) -> None:
        async with lasting:
            await self._act(what, part)

    async def _act(self, what: str, part: str) -> None:
        self.history.fault(what, part=part)
        began = time.monotonic()
        await self._acts[what](part)
        self.done[what] += 1
        self.history.fault(f"{what} ended", part=part, took=round(time.monotonic() - began, 2))

    async def _process(self, part: str) -> int:
        """The process of a part, or of its replica; whoever is being started again is waited for."""
        replica = self.site.replicas.get(part)
        if replica is not None and self._random.random() < 0.5:
            while replica.process is None or replica.process.poll() is not None:
                await asyncio.sleep(0.1)
            return replica.process.pid
        async with asyncio.timeout(60):
            while (pid := process_of(self.site.system, part)) is None:
                await asyncio.sleep(0.1)
        return pid

    async def _kill(self, part: str) -> None:
        os.kill(await self._process(part), signal.SIGKILL)

    async def _stop(self, part: str) -> None:
        family = _family(await self._process(part))
        try:
            for pid in family:
                _signal(pid, signal.SIGSTOP)
            await asyncio.sleep(self.size.stopped)
        finally:
            for pid in family:
                _signal(pid, signal.SIGCONT)

    async def _broker_deleted(self, _part: str) -> None:
        store = self.site.system.home / "nats" / "jetstream"
        await self._kill("nats")
        shutil.rmtree(store, ignore_errors=True)

    async def _broker_flipped(self, _part: str) -> None:
        """Some bits of each file are others after a crash."""
        await self._kill("nats")
        for file in sorted((self.site.system.home / "nats" / "jetstream").rglob("*")):
            with contextlib.suppress(OSError):
                if file.is_file() and file.stat().st_size and self._random.random() < 0.5:
                    _flip(file, self._random)

    async def _broker_away(self, _part: str) -> None:
        gates = [gate for name, gate in self.site.gates.items() if name.endswith("-nats")]
        for gate in gates:
            gate.refuse()
        await asyncio.sleep(self.size.broker_away)
        for gate in gates:
            gate.heal()

    async def _commits_cut(self, _part: str) -> None:
        """For three seconds every backend that is seen in its COMMIT is terminated."""
        dsn = in_database(self.site.system.installation.superuser_dsn, DATABASE)
        query = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = ANY($1) AND state = 'active' AND query ILIKE 'COMMIT%'"
        )
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection = await asyncpg.connect(dsn, timeout=10)
            try:
                until = time.monotonic() + 3
                while time.monotonic() < until:
                    cut = await connection.fetch(query, list(DOMAIN_SERVICES))
                    self.done["commit cut"] += len(cut)
                    await asyncio.sleep(0.01)
            finally:
                await connection.close()

    async def _disk_full(self, part: str) -> None:
        disk = self.site.disks.get(part)
        if disk is None:
            self.skipped.add("disk full: needs root and loop devices")
            return
        await asyncio.to_thread(disk.fill)
        await asyncio.sleep(4)
        disk.free()

    async def _latency(self, link: str) -> None:
        self.site.gates[link].delay = 0.3
        await asyncio.sleep(4)
        self.site.gates[link].heal()

    async def _reset(self, link: str) -> None:
        self.site.gates[link].reset()

    async def _black_hole(self, link: str) -> None:
        await self._hold(link, "both")

    async def _one_direction(self, link: str) -> None:
        await self._hold(link, self._random.choice(("there", "back")))

    async def _hold(self, link: str, way: str) -> None:
        self.site.gates[link].hold(way)  # type: ignore[arg-type]
        await asyncio.sleep(self.size.stopped)
        self.site.gates[link].heal()

    async def _clock(self, _part: str) -> None:
        file = self.site.system.installation.clock_file
        assert file is not None
        business_clock.set_offset(file, business_clock.offset(file) + timedelta(hours=3))


def _signal(pid: int, sign: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, sign)


def _family(pid: int) -> list[int]:
    """A process and its children: Postgres answers through them."""
    children = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            children += [int(child) for child in task.read_text().split()]
    return [pid, *children]


def _flip(file: Path, chance: random.Random) -> None:
    with file.open("r+b") as opened:
        for _ in range(3):
            place = chance.randrange(file.stat().st_size)
            opened.seek(place)
            byte = opened.read(1)
            opened.seek(place)
            opened.write(bytes([byte[0] ^ (1 << chance.randrange(8))]))
