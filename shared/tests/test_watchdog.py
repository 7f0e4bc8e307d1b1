"""A process that no longer answers ends, so that it is started anew."""

import asyncio
import subprocess
import sys
import threading
import time

from shared.watchdog import STUCK, watched


async def test_a_loop_that_stands_still_is_noticed_once() -> None:
    noticed: list[int] = []
    with watched(lambda: noticed.append(1), rounds=3, every=0.02):
        time.sleep(0.4)
    await asyncio.sleep(0.1)
    assert noticed == [1]


async def test_a_loop_that_is_busy_and_moves_is_left_alone() -> None:
    noticed: list[int] = []
    with watched(lambda: noticed.append(1), rounds=10, every=0.02):
        for _ in range(60):
            time.sleep(0.01)
            await asyncio.sleep(0)
    assert noticed == []


async def test_nobody_watches_once_the_process_closes() -> None:
    with watched(rounds=1, every=0.01):
        await asyncio.sleep(0.05)
    time.sleep(0.2)
    assert "watchdog" not in {one.name for one in threading.enumerate()}


def test_a_stuck_process_ends_and_tells_where_it_stood() -> None:
    code = """
import asyncio, time
from shared.watchdog import watched
async def main():
    with watched(rounds=2, every=0.05):
        stands_here()
def stands_here():
    time.sleep(60)
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, timeout=30
    )
    assert done.returncode == STUCK
    assert b"stands_here" in done.stdout
