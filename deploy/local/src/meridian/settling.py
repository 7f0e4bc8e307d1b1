"""Waiting until an installation has done all there is to do at the present business time."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from meridian import business_clock
from meridian.failure import Failure
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.database import DATABASE, in_database
from shared.bus.topology import CONSUMERS

HEADS = " UNION ALL ".join(
    f"SELECT '{name}' AS service, coalesce(max(last_number), 0) AS last,"  # noqa: S608
    f" (SELECT count(*) FROM {name}.outbox WHERE number IS NULL) AS unnumbered"
    f" FROM {name}.outbox_head"
    for name in DOMAIN_SERVICES
)
POSITIONS = " UNION ALL ".join(
    f"SELECT '{name}' AS service, producer, next_number FROM {name}.inbox"  # noqa: S608
    for name in DOMAIN_SERVICES
)
# A tick notes the business time at which it began. One that was not even tried for an hour
# is a name of the past.
TICKS = " UNION ALL ".join(
    f"SELECT '{name}' AS service, min(ran_until) AS ran_until FROM {name}.tick_log"  # noqa: S608
    f" WHERE ran_at > (SELECT max(ran_at) FROM {name}.tick_log) - interval '1 hour'"
    for name in DOMAIN_SERVICES
)


@dataclass(frozen=True)
class Situation:
    """What has been announced, and what of it still waits somewhere."""

    last: dict[str, int]
    waiting: tuple[str, ...]

    @property
    def drained(self) -> bool:
        return not self.waiting


async def look(connection: "asyncpg.Connection[Any]") -> Situation:
    """Read the positions of all services. One statement each, so a moving system is never called idle."""
    positions = {
        (row["service"], row["producer"]): row["next_number"]
        for row in await connection.fetch(POSITIONS)
    }
    last, waiting = {}, []
    for row in await connection.fetch(HEADS):
        last[row["service"]] = row["last"]
        if row["unnumbered"]:
            waiting.append(f"{row['unnumbered']} events of {row['service']} are not sent yet")
    for producer, consumers in CONSUMERS.items():
        for consumer in consumers:
            missing = last[producer] + 1 - positions.get((consumer, producer), 1)
            if missing > 0:
                waiting.append(f"{consumer} is {missing} events behind {producer}")
    return Situation(last, tuple(waiting))


async def settle(superuser_dsn: str, clock_file: Path, patience: float = 120) -> None:
    """Return when every tick ran at the present business time and no event is under way.

    A tick may announce, and what it announced may make something due: so ticks must have run once
    more after everything was drained, without anything new having been said.
    """
    connection = await asyncpg.connect(in_database(superuser_dsn, DATABASE))
    try:
        await _settle(connection, clock_file, patience)
    finally:
        await connection.close()


async def _settle(connection: "asyncpg.Connection[Any]", clock_file: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    calm_since, calm = business_clock.now(clock_file), await look(connection)
    why, woken = "nothing was looked at", False
    while time.monotonic() < deadline:
        situation = await look(connection)
        if not situation.drained or situation.last != calm.last or not calm.drained:
            calm_since, calm = business_clock.now(clock_file), situation
            why, woken = "; ".join(situation.waiting) or "events are still being announced", False
        elif late := await _late(connection, calm_since):
            why = f"the clock has not struck in {', '.join(late)}"
            if not woken:
                business_clock.strike(clock_file)
                woken = True
        else:
            return
        await asyncio.sleep(0.05)
    raise Failure(f"Still busy after {patience:.0f} s: {why}.")


async def _late(connection: "asyncpg.Connection[Any]", calm_since: datetime) -> list[str]:
    """The services of which a tick has not begun, by business time, since calm set in."""
    rows = await connection.fetch(TICKS)
    return [
        row["service"] for row in rows if row["ran_until"] is None or row["ran_until"] < calm_since
    ]


async def advance(superuser_dsn: str, clock_file: Path, by: timedelta, step: timedelta) -> int:
    """Move business time forward in steps, settling after each. Returns the number of steps."""
    if by <= timedelta() or step <= timedelta():
        raise Failure("Time only moves forward.")
    steps = 0
    left = by
    await settle(superuser_dsn, clock_file)
    while left > timedelta():
        stride = min(step, left)
        business_clock.set_offset(clock_file, business_clock.offset(clock_file) + stride)
        await settle(superuser_dsn, clock_file)
        left -= stride
        steps += 1
    return steps
