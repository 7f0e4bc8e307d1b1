"""`meridian up` as a person starts it: the whole installation in a folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from meridian import endpoints
from meridian.layout import SERVICES, Home

START_WITHIN = 300.0
"""Generous: tests share two cores with others. How quick it is when idle, `make bench` says."""


class Running:
    """`meridian up` as a person starts it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.environment = {**os.environ, "MERIDIAN_HOME": str(home.path), "COLUMNS": "200"}
        self.output = home.path.parent / f"{home.path.name}.out"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Returns the seconds until it said that it is ready."""
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "meridian", "up", "--no-demo"],
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        self.until(lambda: "Meridian is ready" in self.said(), START_WITHIN)
        return time.monotonic() - began

    def stop(self, sign: int = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(sign)
        return self.process.wait(120)

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def until(self, condition: Callable[[], bool], patience: float) -> None:
        deadline = time.monotonic() + patience
        while not condition():
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"not within {patience:.0f} s; it said:\n{self.said()[-3000:]}")
            time.sleep(0.1)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "meridian", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def where(self) -> dict[str, str]:
        return endpoints.read(self.home)

    def ready(self, service: str) -> bool:
        try:
            answer = httpx.get(f"{self.where()[service]}/readyz", trust_env=False, timeout=5)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def all_ready(self) -> bool:
        return all(self.ready(service) for service in SERVICES)

    def processes(self, pattern: str) -> list[int]:
        """Processes of this installation alone, told by its folder or its ports."""
        assert self.process is not None
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and re.search(pattern, command):
                found.append(int(entry.name))
        return found
