"""The demo's installation for figures: started when it is not running, left as it was found."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from meridian.layout import Home
from meridian.supervisor.instance import is_running

COMMAND = Path(sys.executable).parent / "meridian"
LOADED_WITHIN = 900
READY_WITHIN = 120


@dataclass
class Running:
    home: Home
    process: int
    where: dict[str, str]


def start(home: Home, within: float) -> tuple[subprocess.Popen[bytes], float]:
    """Start it; the process, and the seconds until it said that it is ready."""
    log = home.path / "bench.log"
    home.path.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen([COMMAND, "up"], stdout=output, stderr=subprocess.STDOUT)
    while "Meridian is ready" not in log.read_text():
        if process.poll() is not None or time.monotonic() - began > within:
            process.terminate()
            raise SystemExit(f"Meridian did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)
    return process, time.monotonic() - began


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(60)


@contextmanager
def demo() -> Iterator[Running]:
    """The demo, running. One that runs already is used and left alone."""
    home = Home.default()
    started = None
    if not is_running(home):
        started, _ = start(home, LOADED_WITHIN)
    holder = int(home.lock.read_text())
    where = json.loads((home.path / "endpoints.json").read_text())
    try:
        yield Running(home, holder, where)
    finally:
        if started is not None:
            stop(started)


def family(process: int) -> Iterator[int]:
    """A process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(folder.name))
    waiting = [process]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += parents.get(one, [])


def proportional_bytes(process: int) -> int:
    """Proportional set size of a process family: shared pages count once."""
    total = 0
    for one in family(process):
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(
            int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")
        )
    return total


def sign_in_link(home: Home, name: str) -> str:
    """A one-time link of one of the demo's people."""
    done = subprocess.run(
        [COMMAND, "demo", "links"],
        env={**os.environ, "MERIDIAN_HOME": str(home.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(one for one in done.stdout.splitlines() if one.startswith(name))
    return line.split()[-1]
