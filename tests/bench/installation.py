"""The installation that is measured: the one that runs here, else one started for the purpose."""

import re
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import httpx

from meridian import endpoints
from meridian.failure import Failure
from meridian.layout import Home
from meridian.supervisor.instance import is_running

START_WITHIN = 900.0
_started: list[subprocess.Popen[bytes]] = []


def start() -> float:
    """Start with the demo; the seconds until it said that it is ready."""
    home = Home.default()
    home.path.mkdir(parents=True, exist_ok=True)
    said = home.path / "bench.out"
    began = time.monotonic()
    with said.open("wb") as output:
        command = [sys.executable, "-m", "meridian", "up"]
        process = subprocess.Popen(command, stdout=output, stderr=output)
    _started.append(process)
    while "Meridian is ready" not in said.read_text():
        if process.poll() is not None or time.monotonic() - began > START_WITHIN:
            raise Failure(f"Meridian does not start:\n{said.read_text()[-2000:]}")
        time.sleep(0.05)
    return time.monotonic() - began


def finish() -> None:
    """Stop what was started here; what ran before goes on running."""
    while _started:
        process = _started.pop()
        process.send_signal(signal.SIGINT)
        process.wait(120)


@cache
def second_start() -> float | None:
    """Seconds of a start that finds everything in place; None where the installation runs already."""
    home = Home.default()
    if is_running(home):
        return None
    if not (home.path / "demo.json").exists():
        start()
        finish()
    return start()


def supervisor() -> int:
    return int(Home.default().lock.read_text())


def children_of(pid: int) -> list[int]:
    """All processes below one, itself included."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text()
        except OSError:
            continue
        parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def where() -> dict[str, str]:
    second_start()
    return endpoints.read(Home.default())


def link(name: str) -> str:
    """A one-time link of the demo: teacher, course lead or operator."""
    command = [sys.executable, "-m", "meridian", "demo", "links"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(rf"^{name}\s+(\S+)$", said, re.MULTILINE)
    if not found:
        raise Failure(f"There is no demo link for the {name}:\n{said}")
    return found[1]


def token_of(name: str) -> str:
    return link(name).rpartition("token=")[2]


@cache
def browser(name: str) -> httpx.Client:
    """A client that is signed in to the pages."""
    base = where()["web"]
    client = httpx.Client(base_url=base, trust_env=False, timeout=30)
    answer = client.post("/sign-in/link", data={"token": token_of(name)}, headers={"Origin": base})
    if answer.status_code not in {302, 303}:
        raise Failure(f"The {name} could not sign in: {answer.status_code}.")
    return client
