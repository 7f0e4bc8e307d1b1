"""Events and time of one service: relay, consumers and ticks, run by one holder at a time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import asyncpg
import structlog
from sqlalchemy import column, delete, table, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, parking
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.reactions import Reactions
from shared.bus.relay import Relay
from shared.db import Database
from shared.described import Speaking, described
from shared.erased import forget_erased
from shared.failures import is_transient
from shared.http.idempotency import COMMAND_LOG
from shared.observability import PARKED_WAITING, TICK_SECONDS, WORKED_AT
from shared.parked_words import forget_old_parked
from shared.settings import ServiceSettings
from shared.tasks import ending

log = structlog.get_logger()

TICK_LOG = table("tick_log", column("name"), column("ran_until"), column("ran_at"))
COMMAND_LOG_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Tick:
    """Something that falls due: does what is due at `clock.now()`, a batch at a time."""

    name: str
    run: Callable[[AsyncSession], Awaitable[int]]
    """Returns how many it did; it is run again at once while that is not 0."""
    every: timedelta = timedelta()
    """By business time: how long it rests once nothing was due. For what may look at whole tables."""


class PartEnded(Speaking):
    """A part of the worker has returned, which none of them ever does."""


@dataclass
class Worker:
    """What a service does without being asked."""

    service: str
    reactions: Reactions
    ticks: Sequence[Tick] = ()
    background: Sequence[Callable[[Database], Awaitable[None]]] = ()
    """Loops that run for ever beside the ticks, in the holder only."""
    holding: bool = field(default=False, init=False)
    """Whether this process is the one that works."""
    _rested: dict[str, datetime] = field(default_factory=dict, init=False)
    """Until when each tick was last done, by business time."""

    async def run(self, settings: ServiceSettings, database: Database) -> None:
        """Work whenever this process holds the lock; stand by otherwise. Ends by cancellation."""
        bus = Bus(settings.nats_url, self.service, settings.nats_seed_file)
        connecting = asyncio.create_task(bus.connect_patiently())
        try:
            while not ending():
                try:
                    # A task of its own: a group that fails leaves its task marked as cancelled.
                    await asyncio.create_task(self._hold(database, bus))
                except* Exception as group:
                    # Whatever it was: a process without its worker answers and never acts.
                    first = _first(group)
                    if is_transient(first):
                        log.warning("worker_lost_database", error=described(first))
                    else:
                        log.error("worker_begins_again", exc_info=first)
                self.holding = False
                await asyncio.sleep(1)
        finally:
            connecting.cancel()
            await bus.close()

    async def _hold(self, database: Database, bus: Bus) -> None:
        dsn = database.dsn.replace("postgresql+asyncpg://", "postgresql://")
        connection = await asyncpg.connect(
            dsn,
            timeout=5,
            command_timeout=10,
            # A holder that stops breathing loses the lock with its connection.
            server_settings={
                "application_name": f"{self.service}.worker",
                "idle_session_timeout": "10s",
            },
        )
        try:
            query = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))"
            while not await connection.fetchval(query, f"meridian.{self.service}.worker"):
                await asyncio.sleep(1)
            if ending():
                return
            self.holding = True
            relay = Relay(connection, bus)
            database.on_announced = relay.wake
            async with asyncio.TaskGroup() as group:
                group.create_task(_unending("relay", relay.run()))
                group.create_task(_unending("ticks", self._tick_for_ever(database)))
                for producer in sorted(self.reactions.producers):
                    consumer = Consumer(producer, database, bus, self.reactions)
                    group.create_task(_unending(f"consumer of {producer}", consumer.run()))
                for loop in self.background:
                    group.create_task(_unending(loop.__name__, self._for_ever(loop, database)))
        finally:
            with contextlib.suppress(OSError, TimeoutError, asyncpg.PostgresError):
                await connection.close(timeout=2)

    async def _for_ever(
        self, loop: Callable[[Database], Awaitable[None]], database: Database
    ) -> None:
        while not ending():
            WORKED_AT.labels(self.service, loop.__name__).set_to_current_time()
            try:
                await loop(database)
            except Exception as error:
                log.error("background_failed", loop=loop.__name__, exc_info=error)
            await asyncio.sleep(1)

    async def _tick_for_ever(self, database: Database) -> None:
        swept_at = 0.0
        while not ending():
            WORKED_AT.labels(self.service, "ticks").set_to_current_time()
            shown = clock.stamp()
            await self.tick_once(database)
            if monotonic() - swept_at > 3600:
                await _guarded(database, "sweep_command_log", _sweep_command_log)
                await _guarded(database, "forget_erased", forget_erased)
                while await _guarded(database, "forget_old_parked", forget_old_parked):
                    pass
                swept_at = monotonic()
            for _ in range(10):
                if clock.stamp() != shown:
                    break
                await asyncio.sleep(0.1)

    async def tick_once(self, database: Database) -> None:
        """Run every tick until nothing is due, then note until when time has been worked through."""
        noted = {}
        for tick in self.ticks:
            until = clock.now()
            if self._rests(tick, until):
                noted[tick.name] = until
                continue
            started = monotonic()
            while (done := await _guarded(database, tick.name, tick.run)) is not None and done > 0:
                until = clock.now()
            if done is not None:
                noted[tick.name] = self._rested[tick.name] = until
            TICK_SECONDS.labels(self.service, tick.name).observe(monotonic() - started)
        await self._retry_parked(database)
        noted["all"] = clock.now()
        await _note(database, noted)

    def _rests(self, tick: Tick, now: datetime) -> bool:
        """A clock that was set back makes everything due again."""
        done = self._rested.get(tick.name)
        return done is not None and done <= now < done + tick.every

    async def _retry_parked(self, database: Database) -> None:
        try:
            await parking.retry_marked(database, self.reactions)
            async with database.reading() as session:
                waiting = await parking.count_parked(session)
            PARKED_WAITING.labels(self.service).set(waiting)
        except Exception as error:
            log.error("retry_of_parked_failed", exc_info=error)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    """The first cause inside the groups that task groups make."""
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Exception)
    return found


async def _unending(part: str, work: Coroutine[Any, Any, None]) -> None:
    """One part of the worker. When it ends by itself, the whole worker begins again."""
    await work
    if not ending():
        raise PartEnded(part)


async def _guarded(
    database: Database, name: str, run: Callable[[AsyncSession], Awaitable[int]]
) -> int | None:
    """Run one batch in its own transaction. None when it failed; it is due again next second."""
    try:
        async with database.transaction() as session:
            return await run(session)
    except Exception as error:
        log.error("tick_failed", tick=name, exc_info=error)
        return None


async def _note(database: Database, noted: Mapping[str, datetime]) -> None:
    now = clock.real_now()
    rows = insert(TICK_LOG).values(
        [{"name": name, "ran_until": until, "ran_at": now} for name, until in noted.items()]
    )
    changed = {"ran_until": rows.excluded.ran_until, "ran_at": rows.excluded.ran_at}
    with contextlib.suppress(Exception):
        async with database.transaction() as session:
            await session.execute(text("SET LOCAL synchronous_commit = off"))
            await session.execute(rows.on_conflict_do_update(index_elements=["name"], set_=changed))


async def _sweep_command_log(session: AsyncSession) -> int:
    old = COMMAND_LOG.c.recorded_at < clock.real_now() - COMMAND_LOG_KEPT
    await session.execute(delete(COMMAND_LOG).where(old))
    return 0
