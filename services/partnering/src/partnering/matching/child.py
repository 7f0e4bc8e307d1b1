"""The process in which a run is solved: a job on standard input, lines of JSON on standard output.

A process of its own keeps the service answering while the solver computes, and can be ended at
any moment.
"""

import asyncio
import json
import os
import pickle
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import asdict
from typing import Any

from partnering.matching.job import Job, Outcome, perform

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""Its threads wait for each other in a spin, which costs several times the work itself when the
processors have others to serve."""
QUIET = 2.0
"""Seconds without a line after which the reader hears that the child is still at work."""


class ChildFailedError(Exception):
    """The solver's process ended without an outcome."""


async def solve_in_child(job: Job) -> AsyncGenerator[dict[str, Any], None]:
    """Progress as it happens, then `{"outcome": …}`. Ends the process when the reader stops.

    Every couple of seconds without news an empty dict is given, so that a lease can be renewed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "partnering.matching.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **ONE_THREAD},
        limit=2**28,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    reading = asyncio.ensure_future(process.stdout.readline())
    try:
        await _hand_over(process.stdin, pickle.dumps(job))
        while True:
            done, _ = await asyncio.wait({reading}, timeout=QUIET)
            if not done:
                yield {}
                continue
            line = reading.result()
            if not line:
                break
            yield json.loads(line)
            reading = asyncio.ensure_future(process.stdout.readline())
        if await process.wait() != 0:
            raise ChildFailedError(f"exit code {process.returncode}")
    finally:
        reading.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _hand_over(stdin: asyncio.StreamWriter, data: bytes) -> None:
    # A child that died at once is found out when its output ends.
    with suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(data)
        await stdin.drain()
        stdin.close()


async def outcome_of(job: Job) -> dict[str, Any]:
    """Solve in a child and wait for the outcome alone."""
    async with aclosing(solve_in_child(job)) as lines:
        async for line in lines:
            if "outcome" in line:
                outcome: dict[str, Any] = line["outcome"]
                return outcome
    raise ChildFailedError("no outcome")


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    # Whatever a library prints goes to standard error: standard output is for our lines alone.
    ours = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = os.fdopen(ours, "w")
    job = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - written by our own parent
    outcome: Outcome = perform(
        job, lambda stage, done, total: _say({"stage": stage, "done": done, "total": total})
    )
    _say({"outcome": asdict(outcome)})


if __name__ == "__main__":
    main()
