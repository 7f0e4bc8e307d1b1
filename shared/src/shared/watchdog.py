"""A process whose event loop stands still answers nobody: it ends, and whoever runs it starts it anew."""

import asyncio
import contextlib
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Final

import structlog

log = structlog.get_logger()

STUCK: Final = 70
"""The exit code, EX_SOFTWARE of sysexits.h."""
ROUNDS: Final = 30
"""Rounds of a second in which the loop did nothing. No answer of ours takes as long."""


def end_process() -> None:
    """Nothing can be closed in good order: what would close it waits for the loop."""
    os._exit(STUCK)


@contextlib.contextmanager
def watched(
    end: Callable[[], None] = end_process, *, rounds: int = ROUNDS, every: float = 1.0
) -> Iterator[None]:
    """While inside, call `end` once the running loop has not moved for so many rounds in a row.

    Rounds are counted and not seconds, so that a process that was stopped and goes on is not taken
    for a stuck one.
    """
    loop = asyncio.get_running_loop()
    stopped = threading.Event()
    watcher = threading.Thread(
        target=_watch,
        args=(loop, threading.get_ident(), stopped),
        kwargs={"end": end, "rounds": rounds, "every": every},
        daemon=True,
        name="watchdog",
    )
    watcher.start()
    try:
        yield
    finally:
        stopped.set()


def _watch(
    loop: asyncio.AbstractEventLoop,
    thread: int,
    stopped: threading.Event,
    *,
    end: Callable[[], None],
    rounds: int,
    every: float,
) -> None:
    moved = threading.Event()
    moved.set()
    still = 0
    while not stopped.wait(every) and not loop.is_closed():
        if moved.is_set() or not loop.is_running():
            still = 0
            moved.clear()
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(moved.set)
            continue
        still += 1
        if still > rounds:
            log.critical("loop_stands_still", at=_place_of(thread))
            end()
            return


def _place_of(thread: int) -> list[str]:
    """Where the loop's thread is, innermost last: files, lines and names, no values."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - there is no public way.
    return [
        f"{os.path.basename(one.filename)}:{one.lineno} {one.name}"
        for one in traceback.extract_stack(frame)[-12:]
    ]
