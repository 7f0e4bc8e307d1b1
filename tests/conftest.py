"""The whole system, started as `make run` starts it, without the demo's people."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from meridian import endpoints
from meridian.commands.running import running_installation
from meridian.demo import joining, learning, staff
from meridian.demo.client import Person, Services
from meridian.demo.joining import Member
from meridian.demo.population import Teacher, teachers
from meridian.environment import Installation
from meridian.layout import Home
from meridian.ports import free_ports
from meridian.testing.servers import scratch_folder
from shared import clock

READY_WITHIN = 180
COMMAND = Path(sys.executable).parent / "meridian"


@dataclass(frozen=True)
class System:
    """A running installation: its folder, its addresses, its secrets."""

    home: Path
    where: dict[str, str]
    installation: Installation
    supervisor: int
    """The process id of the supervisor."""

    @property
    def web(self) -> str:
        return self.where["web"]

    def run(self, *arguments: str) -> str:
        """A command of `meridian` against this installation; its output."""
        done = subprocess.run(
            [COMMAND, *arguments],
            env={**os.environ, "MERIDIAN_HOME": str(self.home)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """One installation for all tests of this process; each test brings its own people."""
    # Not a folder of pytest's: each run closes those of all runs, and Postgres, which is a user of
    # its own, could not start again.
    with scratch_folder() as folder:
        yield from running(folder)


def choose_ports(home: Path) -> dict[str, int]:
    """Ports of its own: two that start at the same time would both find the usual ones free."""
    names = endpoints.PORTS
    chosen = dict(zip(names, free_ports(len(names)), strict=True))
    endpoints.write(Home(home), chosen)
    return chosen


def running(
    folder: Path,
    command: Sequence[str] = (str(COMMAND),),
    environment: Mapping[str, str] | None = None,
) -> Iterator[System]:
    """An installation in `folder`/home; it may be there already, with its ports chosen."""
    home, log = folder / "home", folder / "up.log"
    home.mkdir(mode=0o755, exist_ok=True)
    if not (home / "endpoints.json").exists():
        choose_ports(home)
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "up", "--no-people"],
            env={
                **os.environ,
                **(environment or {}),
                "MERIDIAN_HOME": str(home),
                # Many people register from one address, and the same few rename themselves all day.
                **{
                    f"MERIDIAN_ACCOUNTS_RATE_LIMIT_{name}": "1000000/1"
                    for name in ("REGISTRATION_PER_NETWORK", "SIGN_IN_PER_NETWORK", "RENAME")
                },
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(process, log)
        where = json.loads((home / "endpoints.json").read_text())
        installation = replace(running_installation(Home(home)), demo=True)
        yield System(home, where, installation, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
    _expect_no_fallen_worker(home)


def _expect_no_fallen_worker(home: Path) -> None:
    """A worker that begins again heals, and so hides what ended it; here it must not hide."""
    for log in sorted((home / "logs").glob("*.log")):
        with log.open(errors="replace") as lines:
            fallen = next((line for line in lines if '"worker_begins_again"' in line), None)
        assert fallen is None, f"{log.name}: {fallen}"


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while "Meridian is ready" not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"Meridian did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """A failed test of the whole system shows what the services complained about meanwhile."""
    report = yield
    system = getattr(item, "funcargs", {}).get("system")
    if report.failed and isinstance(system, System):
        report.sections.append(("complaints of the services", complaints(system.home)))
    return report


def complaints(home: Path, most: int = 20) -> str:
    """The last warnings and errors in each log, with its name."""
    found = []
    for log in sorted((home / "logs").glob("*.log")):
        lines = log.read_text(errors="replace").splitlines()
        loud = [
            line for line in lines if '"level": "warning"' in line or '"level": "error"' in line
        ]
        found += [f"{log.stem}: {line[:1000]}" for line in loud[-most:]]
    return "\n".join(found)


class Programme:
    """A programme of one test's own: staff, a cohort, and teachers who arrive when asked."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.seed = uuid4().hex[:10]
        self.services = Services(system.where, self.seed)
        self.secret = "only for tests"
        self._taken: set[str] = set()

    async def engage(self) -> staff.Staff:
        return await staff.engage(self.system.installation, self.services)

    async def cohort(self, lead: Person, *, seats: int = 60, days_to_course: int = 28) -> str:
        """A fixed cohort in the partnering phase."""
        day = clock.real_now().date()
        cohort_id = await lead.create(
            "course",
            "/v1/cohorts",
            {
                "template": "four-weeks-fixed",
                "title": f"Cohort {self.seed}",
                "slug": f"cohort-{self.seed}",
                "languages": ["en", "tr"],
                "seats": seats,
                "partnering_starts_on": str(day),
                "course_starts_on": str(day + timedelta(days=days_to_course)),
                "project_starts_on": str(day + timedelta(days=days_to_course + 28)),
                "closes_on": str(day + timedelta(days=days_to_course + 112)),
            },
            "cohort",
        )
        await learning.advance(lead, cohort_id, "partnering")
        # Partnering learns by event that it may be joined.
        async with asyncio.timeout(30):
            while not (await self._seats(lead, cohort_id)).get("open_for_partnering"):
                await asyncio.sleep(0.1)
        return cohort_id

    async def _seats(self, lead: Person, cohort_id: str) -> dict[str, Any]:
        answer = await lead.read("partnering", f"/v1/cohorts/{cohort_id}/seats", accept=(404,))
        return dict(answer.json()) if answer.is_success else {}

    def strangers(self, count: int) -> list[Teacher]:
        """People who have not registered yet, with addresses of this test alone."""
        people = teachers(f"{self.seed}/{len(self._taken)}", count, self._taken)
        return [replace(one, email=f"{self.seed}.{one.email}") for one in people]

    async def arrive(self, teacher: Teacher, lead: Person, cohort_id: str) -> Member:
        """Register, confirm by mail, be verified, say who one is, join the cohort."""
        person = await joining.arrive(self.services, teacher, self.secret)
        await joining.ask_for_verification(person, teacher)
        await joining.verify_waiting(lead)
        person.forget_tokens()
        return await joining.introduce(person, teacher, cohort_id)


@pytest.fixture
async def programme(system: System) -> AsyncIterator[Programme]:
    made = Programme(system)
    yield made
    await made.services.http.aclose()
