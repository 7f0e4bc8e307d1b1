"""Whoever ends is started again, also while something else cannot be."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from meridian.failure import Failure
from meridian.supervisor.child import Child
from meridian.supervisor.watch import Watch


class Ended:
    """A server whose process has ended and which does not start again at once."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error = error
        self.times = times
        self.process = subprocess.Popen([sys.executable, "-c", ""])
        self.process.wait()

    def launch(self) -> None:
        if self.times:
            self.times -= 1
            raise self.error
        self.process = subprocess.Popen(["sleep", "60"])

    def wait_until_ready(self) -> None:
        assert self.process.poll() is None


@pytest.mark.parametrize("error", [Failure("The port is taken."), OSError(28, "No space left")])
async def test_a_broker_that_does_not_start_keeps_no_service_from_being_started_again(
    tmp_path: Path, error: Exception
) -> None:
    broker, database = Ended(error, times=3), Ended(error, times=0)
    child = Child("one", ["sleep", "60"], environment=dict, log=tmp_path / "one.log")
    child.start()
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    said: list[str] = []
    plan = SimpleNamespace(postgres=database, nats=broker, mailbox=child, services={})
    watching = asyncio.create_task(Watch(plan, said.append).for_ever())  # type: ignore[arg-type]
    began = time.monotonic()
    try:
        async with asyncio.timeout(10):
            while child.process.poll() is not None or database.process.poll() is not None:
                await asyncio.sleep(0.05)
            assert time.monotonic() - began < 1.4
            assert broker.times > 0
            while broker.process.poll() is not None:
                await asyncio.sleep(0.05)
    finally:
        watching.cancel()
        child.stop()
        for server in (broker, database):
            server.process.kill()
            server.process.wait()
    assert sum(sentence.startswith("Not yet") for sentence in said) == 3
