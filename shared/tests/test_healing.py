"""What heals by itself, and how long it takes: each fault of the broker and of the worker by name."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from nats.js import JetStreamContext
from nats.js.errors import ServerError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, parking
from shared.bus import topology
from shared.bus.relay import Relay
from shared.bus.resending import WINDOW
from shared.contracts.accounts import TeacherRefused
from shared.ids import new_id

from .conftest import World

MANY = [f"{number}" for number in range(40)]


@pytest.fixture
def healing(capsys: pytest.CaptureFixture[str]) -> Iterator[object]:
    """`with healing("what"):` prints the seconds from the fault to its end."""

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        with capsys.disabled():
            print(f"\nhealed in {time.monotonic() - began:.1f} s: {what}")  # noqa: T201

    return timed


async def _stored(world: World, count: int) -> None:
    async def holds() -> bool:
        return (await world.jetstream.stream_info("ACCOUNTS")).state.messages >= count

    await world.until(holds)


async def _announced(world: World) -> None:
    async with world.running(world.announcing()):
        await world.say(*MANY)
        await _stored(world, len(MANY))


async def _backlog(world: World, count: int) -> list[str]:
    """So many events in the stream that nobody has consumed."""
    many = [f"{number}" for number in range(count)]
    async with world.running(world.announcing()):
        for start in range(0, count, 500):
            await world.say(*many[start : start + 500])
        await _stored(world, count)
    return many


async def test_a_lost_prefix_is_sent_again(world: World, healing: object) -> None:
    await _announced(world)
    await world.jetstream.purge_stream("ACCOUNTS", seq=31)
    with healing("a lost prefix"):  # type: ignore[operator]
        async with world.running():
            assert await world.until_effects(len(MANY), seconds=20) == MANY


async def test_an_emptied_stream_is_filled_again(world: World, healing: object) -> None:
    await _announced(world)
    await world.jetstream.purge_stream("ACCOUNTS")
    with healing("an emptied stream"):  # type: ignore[operator]
        async with world.running():
            assert await world.until_effects(len(MANY), seconds=40) == MANY


async def test_a_broker_that_was_begun_anew_gets_everything_that_is_missing(
    world: World, healing: object
) -> None:
    async with world.running():
        await world.say(*MANY)
        await world.until_effects(len(MANY))
        for producer in ("ACCOUNTS", "NOTIFICATIONS"):
            await world.jetstream.delete_stream(producer)
        await topology.ensure(world.jetstream)
        with healing("streams deleted and created"):  # type: ignore[operator]
            await world.say("after")
            assert await world.until_effects(len(MANY) + 1, seconds=40) == [*MANY, "after"]


@pytest.mark.parametrize(("failures", "kept"), [(1, True), (2, False)])
async def test_a_stream_is_begun_anew_only_when_it_failed_twice_in_a_row(
    world: World, monkeypatch: pytest.MonkeyPatch, failures: int, kept: bool
) -> None:
    """One refusal passes by itself; a stream deleted for it would be sent again for nothing."""
    await _announced(world)
    ensure, looks = topology.ensure_one, list[str]()

    async def refused_at_first(jetstream: JetStreamContext, producer: str) -> list[str]:
        looks.append(producer)
        if producer == "accounts" and looks.count(producer) <= failures:
            raise ServerError(code=500)
        return await ensure(jetstream, producer)

    monkeypatch.setattr(topology, "ensure_one", refused_at_first)

    async def looked_again() -> bool:
        return looks.count("accounts") > failures + 1

    async with world.kept(every=0.1):
        await world.until(looked_again)
        state = (await world.jetstream.stream_info("ACCOUNTS")).state
    assert (state.messages == len(MANY)) is kept


async def test_a_stream_that_refuses_delays_and_loses_nothing(
    world: World, healing: object
) -> None:
    full = topology.stream_config("accounts")
    full.max_msgs = 5
    await world.jetstream.update_stream(full)
    async with world.running():
        await world.say(*MANY)
        await asyncio.sleep(2)
        assert len(await world.effects()) < len(MANY)
        with healing("a stream that refused"):  # type: ignore[operator]
            await world.jetstream.update_stream(topology.stream_config("accounts"))
            assert await world.until_effects(len(MANY), seconds=40) == MANY


async def test_a_holder_that_lost_its_lock_numbers_nothing_more(
    world: World, healing: object
) -> None:
    """Two relays: the second takes over when the first one's connection ends, and no number is
    given twice."""
    first, second = world.announcing(), world.announcing()

    async def cut() -> None:
        async with world.announcer.reading() as session:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name"
            await session.execute(text(f"{query} = 'accounts.worker'"))

    async with world.running(first, second, world.consuming()):
        await world.say("one")
        await world.until_effects(1)
        for step in range(3):
            await cut()
            with healing("a relay that lost its lock"):  # type: ignore[operator]
                await world.say(f"after {step}")
                await world.until_effects(step + 2, seconds=20)
            assert first.holding != second.holding
    async with world.announcer.reading() as session:
        numbers = list(await session.scalars(text("SELECT number FROM outbox ORDER BY number")))
    assert numbers == [1, 2, 3, 4]


async def test_an_event_that_kills_its_worker_is_parked_and_its_neighbours_are_not(
    world: World, monkeypatch: pytest.MonkeyPatch, healing: object
) -> None:
    """The worker dies each time it meets the event, with everything that it had fetched besides."""
    impatient = topology.consumer_config("notifications")
    impatient.ack_wait = 1
    await world.jetstream.add_consumer("ACCOUNTS", impatient)
    met = asyncio.Event()
    react = world._react

    async def dies(session: AsyncSession, event: TeacherRefused) -> None:
        if event.reason == "killer":
            met.set()
            await asyncio.sleep(3600)
        await react(session, event)

    monkeypatch.setattr(world, "_react", dies)
    await world.say("before")
    await world.say("killer")
    for number in range(5):
        await world.say(f"after {number}")
    expected = ["before", *(f"after {number}" for number in range(5))]
    async with world.running(world.announcing()):
        await _stored(world, 7)
        with healing("an event that kills its worker"):  # type: ignore[operator]
            for _ in range(30):
                met.clear()
                async with world.running(world.consuming()):
                    while not met.is_set() and len(await world.effects()) < len(expected):
                        await asyncio.sleep(0.05)
                if len(await world.effects()) == len(expected):
                    break
                await asyncio.sleep(1.1)
    assert await world.effects() == expected
    async with world.ledger.reading() as session:
        parked = await parking.parked_events(session)
    assert [row.error for row in parked] == ["delivered too often; it may crash the worker"]


async def test_what_is_missing_before_a_long_backlog_is_sent_again_once_window_by_window(
    world: World, healing: object
) -> None:
    """More requests than needed would fill the stream faster than it is read."""
    many = await _backlog(world, 3000)
    await world.jetstream.delete_msg("ACCOUNTS", 1)
    with healing("a gap before a long backlog"):  # type: ignore[operator]
        async with world.running():
            assert await world.until_effects(len(many), seconds=60) == many
    async with world.announcer.reading() as session:
        again = await session.scalars(text("SELECT resends FROM outbox ORDER BY number"))
        *before, last = again.all()
    assert max(before) == 1
    # Behind each window stands the last of all, to be seen beyond the gap.
    assert last <= len(many) / WINDOW + 1


async def test_an_interrupted_resend_holds_up_neither_fresh_events_nor_itself(
    world: World, healing: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fourth batch breaks off; what is said meanwhile is published all the same."""
    many = await _backlog(world, 4000)
    await world.jetstream.purge_stream("ACCOUNTS")
    resend, rounds = Relay._send_again, iter(range(1_000_000))

    async def breaks_off(self: Relay, first: int, stop: int) -> None:
        if next(rounds) % 4 == 1:
            raise TimeoutError
        await resend(self, first, stop)

    monkeypatch.setattr(Relay, "_send_again", breaks_off)
    with healing("a resend that breaks off again and again"):  # type: ignore[operator]
        async with world.running():
            await world.say("fresh")
            expected = [*many, "fresh"]
            assert await world.until_effects(len(expected), seconds=60) == expected


@pytest.mark.full
@pytest.mark.timeout(300)
async def test_everything_of_thirty_five_days_is_sent_again(world: World, healing: object) -> None:
    """A consumer that starts from nothing and an empty broker: the outbox has all of it."""
    count = 20_000
    people: list[UUID] = [new_id() for _ in range(50)]
    async with world.announcer.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO outbox (number, event_id, type, aggregate_id, body, headers,"
                " occurred_at, recorded_at) SELECT n, gen_random_uuid(),"
                " 'accounts.teacher.refused.v1', who, json_build_object('person_id', who,"
                " 'reason', n::text)::text, '{}', at, at FROM (SELECT n,"
                " (CAST(:people AS uuid[]))[1 + n % 50] AS who,"
                " CAST(:now AS timestamptz) - interval '34 days' * (1 - n::float / :count) AS at"
                " FROM generate_series(1, :count) AS n) AS rows"
            ),
            {"people": people, "count": count, "now": clock.real_now()},
        )
        await session.execute(
            text("INSERT INTO outbox_head VALUES (1, :count, :count)"), {"count": count}
        )
    with healing(f"{count} events of 35 days"):  # type: ignore[operator]
        async with world.running():
            effects = await world.until_effects(count, seconds=240)
    assert effects == [f"{number + 1}" for number in range(count)]


async def test_a_broker_restored_from_yesterday_gets_what_it_does_not_know(
    world: World, healing: object
) -> None:
    """As a stream that ends early: what was sent since is gone, and its numbers come anew."""
    async with world.running():
        await world.say(*MANY[:20])
        await world.until_effects(20)
    async with world.running(world.announcing()):
        await world.say(*MANY[20:])
        await _stored(world, len(MANY))
    for sequence in range(21, len(MANY) + 1):
        await world.jetstream.delete_msg("ACCOUNTS", sequence)
    with healing("a broker that forgot half of it"):  # type: ignore[operator]
        async with world.running():
            assert await world.until_effects(len(MANY), seconds=40) == MANY
