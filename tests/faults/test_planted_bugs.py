"""The judge sees what it is there to see: eight well-known bugs, each planted, each found.

Each test runs twice: with one piece of production replaced by the bug, and with production as it
is, under the same trouble. A judge that finds nothing in the first or something in the second is
of no use.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from nats.aio.msg import Msg
from nats.js.api import DiscardPolicy
from sqlalchemy import text

from meridian.testing.bare import World
from shared import worker
from shared.bus import relay, topology
from shared.bus.consumer import Consumer
from shared.bus.message import NUMBER, Message
from shared.bus.relay import Relay
from shared.ids import new_id
from shared.inbox import Place, Position

from .bare import Case, do
from .judgement import Command, Record, judge_commands

pytestmark = pytest.mark.full
both = pytest.mark.parametrize("planted", [True, False], ids=["planted", "as it is"])


@pytest.fixture
def case(world: World) -> Case:
    return Case(world)


async def _settled(case: Case, seconds: float = 15) -> None:
    """Wait until the verdict is clean, or does not get any better."""
    try:
        async with asyncio.timeout(seconds):
            while (await case.verdict()).broken:
                await asyncio.sleep(0.2)
    except TimeoutError:
        pass


class NotedBeforeActed(Consumer):
    """Position and acknowledgement first, the effect in a transaction of its own afterwards."""

    async def settle(self, messages: Sequence[Msg]) -> None:
        for raw in messages:
            message = Message.parse(self.producer, raw.subject, raw.headers, raw.data)
            async with self.database.transaction() as session:
                position = await Position.locked(session, self.producer)
                if position.place(message) is not Place.NEXT:
                    continue
                position.expected += 1
                await position.keep(session)
            await raw.ack()
            async with self.database.transaction() as session:
                await self._act(session, message)


@both
async def test_ack_before_commit(
    case: Case, world: World, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(worker, "Consumer", NotedBeforeActed)
    died = asyncio.Event()
    react = world._react

    async def dies_once(session: Any, event: Any) -> None:
        if event.reason == "two" and not died.is_set():
            died.set()
            # The process ends here: nothing after this line happens.
            await asyncio.sleep(3600)
        await react(session, event)

    monkeypatch.setattr(world, "_react", dies_once)
    async with world.running(world.announcing(), world.consuming()):
        await case.act(new_id(), "one", "two", "three")
        await asyncio.wait_for(died.wait(), 15)
    async with world.running():
        await _settled(case, 22 if planted else 40)
    broken = (await case.verdict()).broken
    assert broken == ({"lost": 1} if planted else {})


class WithoutInbox(Consumer):
    """Acts on whatever is delivered."""

    async def settle(self, messages: Sequence[Msg]) -> None:
        for raw in messages:
            message = Message.parse(self.producer, raw.subject, raw.headers, raw.data)
            async with self.database.transaction() as session:
                await self._act(session, message)
            await raw.ack()


@both
async def test_no_inbox(
    case: Case, world: World, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(worker, "Consumer", WithoutInbox)
    async with world.running():
        await case.act(new_id(), "one", "two")
        await world.until_effects(2)
        await world.ask_again()
        await case.act(new_id(), "three")
        await asyncio.sleep(2)
    broken = (await case.verdict()).broken
    # The third is among what is sent again when it was committed before the relay reads the request.
    assert broken in ([{"duplicate": 2}, {"duplicate": 3}] if planted else [{}])


class CursorRelay(Relay):
    """Everything after the last position it saw: rows that commit later in the middle are lost."""

    last = 0

    async def step(self) -> bool:
        await self._connection.execute(
            "UPDATE outbox SET number = position - (SELECT min(position) FROM outbox) + 1"
            " WHERE position > $1",
            CursorRelay.last,
        )
        CursorRelay.last = await self._connection.fetchval(
            "SELECT coalesce(max(position), 0) FROM outbox"
        )
        await self._connection.execute(
            "UPDATE outbox_head SET last_number = (SELECT coalesce(max(number), 0) FROM outbox)"
        )
        return bool(await self._publish_next())


@both
async def test_cursor_relay(
    case: Case, world: World, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(worker, "Relay", CursorRelay)
        CursorRelay.last = 0
    slow, quick = new_id(), new_id()
    async with world.running():
        async with world.announcer.transaction() as session:
            await do(session, slow, "slow")
            await case.act(quick, "quick", "quicker")
            await asyncio.sleep(1)
        case.acknowledged(slow, "slow")
        await _settled(case, 4 if planted else 20)
    broken = (await case.verdict()).broken
    assert broken.get("lost", 0) >= 1 if planted else broken == {}


class SkipLockedRelay:
    """One of several relays at once, each with the rows that no other one holds."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def relay(self, rows: int, proceed: asyncio.Event) -> None:
        query = text(
            "SELECT position FROM outbox WHERE number IS NULL"
            " ORDER BY position LIMIT :rows FOR UPDATE SKIP LOCKED"
        )
        async with self.world.announcer.transaction() as session:
            taken = (await session.scalars(query, {"rows": rows})).all()
            await proceed.wait()
            for position in taken:
                await session.execute(
                    text(
                        "WITH head AS (UPDATE outbox_head SET last_number = last_number + 1"
                        " RETURNING last_number) UPDATE outbox SET number = last_number"
                        " FROM head WHERE position = :position"
                    ),
                    {"position": position},
                )


@both
async def test_skip_locked_relay(case: Case, world: World, planted: bool) -> None:
    person = new_id()
    await case.act(person, *(f"{number}" for number in range(6)))
    if planted:
        async with world.announcer.transaction() as session:
            await session.execute(text("INSERT INTO outbox_head VALUES (1, 0, 0)"))
        slow, quick = asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(SkipLockedRelay(world).relay(3, slow))
        await asyncio.sleep(0.3)
        quick.set()
        await SkipLockedRelay(world).relay(3, quick)
        slow.set()
        await first
    async with world.running():
        await world.until_effects(6)
    broken = (await case.verdict()).broken
    assert (set(broken) == {"inversion"}) if planted else (broken == {})


@both
async def test_discard_old(
    case: Case, world: World, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    """A stream that is full: what it acknowledged must be in it."""
    config = topology.stream_config("accounts")
    config.max_msgs = 3
    config.discard = DiscardPolicy.OLD if planted else config.discard
    await world.jetstream.update_stream(config)
    monkeypatch.setattr(relay, "BATCH", 1)
    person = new_id()
    async with world.running(world.announcing()):
        await case.act(person, *(f"{number}" for number in range(8)))
        await asyncio.sleep(2)
    async with world.announcer.reading() as session:
        published = await session.scalar(text("SELECT published_number FROM outbox_head"))
    # What the relay counts as published is acknowledged; a broker that holds less has lost it.
    judged = judge_commands(
        [Command(f"{number + 1}", "publish", "relay", "done") for number in range(published)],
        Record(written=Counter(await held(world))),
    )
    assert judged.broken == ({"lost": 5} if planted else {})


async def held(world: World) -> list[str]:
    """The numbers of the events that the broker holds."""
    state = (await world.jetstream.stream_info("ACCOUNTS")).state
    found = []
    for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
        message = await world.jetstream.get_msg("ACCOUNTS", sequence)
        found.append((message.headers or {})[NUMBER])
    return found


class OldIdRelay(Relay):
    """Sends again under the old message ids: the broker takes what it has lost for a duplicate."""

    async def _send(
        self, rows: list[Any], acks: list[Any], *, again: bool = False, replaces: bool = False
    ) -> None:
        await super()._send(rows, acks, again=False, replaces=replaces)


@both
async def test_resend_with_the_old_id(
    case: Case, world: World, monkeypatch: pytest.MonkeyPatch, planted: bool
) -> None:
    if planted:
        monkeypatch.setattr(worker, "Relay", OldIdRelay)
    async with world.running(world.announcing()):
        await case.act(new_id(), "one", "two", "three")

        async def stored() -> bool:
            return (await world.jetstream.stream_info("ACCOUNTS")).state.messages == 3

        await world.until(stored)
    await world.jetstream.delete_msg("ACCOUNTS", 2)
    async with world.running():
        await _settled(case, 8 if planted else 30)
    broken = (await case.verdict()).broken
    assert broken == ({"lost": 2} if planted else {})


@both
async def test_unlocked_aggregate(case: Case, world: World, planted: bool) -> None:
    """Two at once change the same thing: the aggregate's own order must be that of the numbers."""
    person = new_id()
    began, finish = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with world.announcer.transaction() as session:
            await do(session, person, "first", lock=not planted)
            began.set()
            await finish.wait()

    async def quick() -> None:
        async with world.announcer.transaction() as session:
            await do(session, person, "second", lock=not planted)

    async with world.running():
        both_at_once = [asyncio.create_task(slow())]
        await began.wait()
        both_at_once.append(asyncio.create_task(quick()))
        await asyncio.sleep(1)
        finish.set()
        await asyncio.gather(*both_at_once)
        case.acknowledged(person, "first")
        case.commands[-1].lane = "one client"
        case.acknowledged(person, "second")
        case.commands[-1].lane = "another client"
        await world.until_effects(2)
    broken = (await case.verdict()).broken
    assert broken == ({"inversion": 1} if planted else {})
