"""What the backbone promises: nothing lost, nothing twice, in order, and bad events step aside."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared import clock, parking
from shared.bus import topology
from shared.bus.message import NUMBER
from shared.contracts.accounts import TeacherRefused
from shared.ids import new_id
from shared.outbox import announce

from .conftest import World


async def test_a_fact_reaches_the_other_service_once(world: World) -> None:
    async with world.running():
        await world.say("late")
        assert await world.until_effects(1) == ["late"]
        await asyncio.sleep(0.5)
        assert await world.effects() == ["late"]


async def test_a_rolled_back_action_announces_nothing(world: World) -> None:
    with contextlib.suppress(RuntimeError):
        async with world.announcer.transaction() as session:
            await announce(session, TeacherRefused(person_id=new_id(), reason="never"))
            raise RuntimeError
    async with world.running():
        await world.say("after")
        assert await world.until_effects(1) == ["after"]


async def test_many_writers_at_once_get_numbers_without_gaps_and_keep_each_aggregate_in_order(
    world: World,
) -> None:
    async def write(writer: int) -> None:
        person = await world.say(f"{writer}/0")
        for step in range(1, 25):
            await world.say(f"{writer}/{step}", person=person)

    async with world.running():
        await asyncio.gather(*(write(writer) for writer in range(12)))
        effects = await world.until_effects(300)
    assert len(effects) == 300
    for writer in range(12):
        own = [effect for effect in effects if effect.startswith(f"{writer}/")]
        assert own == [f"{writer}/{step}" for step in range(25)]
    async with world.announcer.reading() as session:
        numbers = list(await session.scalars(text("SELECT number FROM outbox ORDER BY number")))
    assert numbers == list(range(1, 301))


async def test_events_announced_while_nobody_works_arrive_when_somebody_does(world: World) -> None:
    await world.say("one", "two", "three")
    async with world.running():
        assert await world.until_effects(3) == ["one", "two", "three"]


async def test_a_message_delivered_twice_has_one_effect(world: World) -> None:
    async with world.running():
        await world.say("once")
        await world.until_effects(1)
        stored = await world.jetstream.get_msg("ACCOUNTS", 1)
        headers = {**(stored.headers or {}), "Nats-Msg-Id": "another"}
        await world.jetstream.publish(stored.subject or "", stored.data or b"", headers=headers)
        await world.say("next")
        assert await world.until_effects(2) == ["once", "next"]


async def test_a_gap_is_asked_for_and_healed(world: World) -> None:
    async with world.running(world.announcing()):
        await world.say("one", "two", "three", "four")
        await world.until(lambda: stored(world, 4))
    await world.jetstream.delete_msg("ACCOUNTS", 2)
    async with world.running():
        assert await world.until_effects(4) == ["one", "two", "three", "four"]


async def test_a_lost_tail_is_noticed_without_any_new_event(world: World) -> None:
    async with world.running(world.announcing()):
        await world.say("one", "two")
        await world.until(lambda: stored(world, 2))
    await world.jetstream.delete_msg("ACCOUNTS", 2)
    async with world.running():
        assert await world.until_effects(2, seconds=40) == ["one", "two"]


async def test_a_broker_that_lost_everything_is_rebuilt_from_the_outboxes(world: World) -> None:
    async with world.running():
        await world.say("one", "two")
        await world.until_effects(2)
        await world.jetstream.delete_stream("ACCOUNTS")
        await world.say("three")
        await asyncio.sleep(0.5)
        await topology.ensure(world.jetstream)
        assert await world.until_effects(3, seconds=60) == ["one", "two", "three"]


async def test_a_poison_event_is_parked_and_others_flow(world: World) -> None:
    world.failing["poison"] = ValueError("cannot digest")
    async with world.running():
        person = await world.say("poison")
        await world.say("later of the same person", person=person)
        await world.say("somebody else")
        assert await world.until_effects(1) == ["somebody else"]
        async with world.ledger.reading() as session:
            parked = await parking.parked_events(session)
        first, second = [row.error for row in parked]
        assert first.startswith("ValueError at ")
        assert second == "an earlier event of this aggregate is parked"


async def test_a_retried_event_takes_those_behind_it_along_in_order(world: World) -> None:
    world.failing["poison"] = ValueError("cannot digest")
    async with world.running():
        person = await world.say("poison")
        await world.say("behind", person=person)
        await world.say("marker")
        await world.until_effects(1)
        del world.failing["poison"]
        async with world.ledger.transaction() as session:
            first = (await parking.parked_events(session))[0]
            assert await parking.request_retry(session, first.id, "operator")
        assert await world.until_effects(3) == ["marker", "poison", "behind"]


async def test_a_discarded_event_keeps_its_reason_and_frees_those_behind_it(world: World) -> None:
    world.failing["poison"] = ValueError("cannot digest")
    async with world.running():
        person = await world.say("poison")
        await world.say("behind", person=person)
        await world.say("marker")
        await world.until_effects(1)
        async with world.ledger.transaction() as session:
            first = (await parking.parked_events(session))[0]
            assert await parking.discard(session, first.id, "operator", "a test")
        assert await world.until_effects(2) == ["marker", "behind"]
        async with world.ledger.reading() as session:
            kept = text("SELECT settled_reason FROM parked WHERE status = 'discarded'")
            assert await session.scalar(kept) == "a test"


async def test_what_arrives_while_an_event_is_being_discarded_does_not_queue_behind_it(
    world: World,
) -> None:
    world.failing["poison"] = ValueError("cannot digest")
    async with world.running():
        person = await world.say("poison")
        await world.say("marker")
        await world.until_effects(1)
        async with world.ledger.transaction() as session:
            (first,) = await parking.parked_events(session)
            assert await parking.discard(session, first.id, "operator", "a test")
            await world.say("behind", person=person)
            await asyncio.sleep(1)
        assert await world.until_effects(2) == ["marker", "behind"]
        async with world.ledger.reading() as session:
            assert await parking.parked_events(session) == []


async def test_a_passing_failure_is_retried_in_place_and_nothing_overtakes(world: World) -> None:
    world.failing["shaky"] = ConnectionError("gone")
    async with world.running():
        await world.say("shaky")
        await world.say("after")
        await asyncio.sleep(1)
        assert await world.effects() == []
        world.failing.clear()
        assert await world.until_effects(2) == ["shaky", "after"]


TRUE = {
    NUMBER: "1",
    "ce-id": str(new_id()),
    "ce-type": "accounts.teacher.refused.v1",
    "ce-source": "/meridian/accounts",
    "ce-subject": str(new_id()),
}


@pytest.mark.parametrize(
    ("changed", "body"),
    [
        ({}, b"not even json"),
        ({}, b"{}"),
        ({"ce-type": "accounts.teacher.refused.v7"}, b"{}"),
    ],
)
async def test_an_unreadable_event_is_parked_at_once_and_the_consumer_lives(
    world: World, changed: dict[str, str], body: bytes
) -> None:
    headers = {**TRUE, **changed}
    async with world.running(world.consuming()):
        await world.jetstream.publish(headers["ce-type"], body, headers=headers)

        async def parked() -> bool:
            async with world.ledger.reading() as session:
                return len(await parking.parked_events(session)) == 1

        await world.until(parked)


async def test_a_second_worker_stands_by_and_takes_over(world: World) -> None:
    first, second = world.consuming(), world.consuming()
    async with world.running(world.announcing(), second):
        await world.until(lambda: holding(second))
        async with world.running(first):
            await asyncio.sleep(1.5)
            assert second.holding
            assert not first.holding
    async with world.running(world.announcing(), first):
        await world.say("taken over")
        assert await world.until_effects(1) == ["taken over"]


async def test_facts_carry_business_time(world: World) -> None:
    with clock.travelled(timedelta(weeks=-20)):
        await world.say("long ago")
    async with world.announcer.reading() as session:
        said, recorded = (
            await session.execute(text("SELECT occurred_at, recorded_at FROM outbox"))
        ).one()
    assert recorded - said > timedelta(weeks=19)


async def stored(world: World, count: int) -> bool:
    info = await world.jetstream.stream_info("ACCOUNTS")
    return info.state.messages >= count


async def holding(worker: object) -> bool:
    return bool(getattr(worker, "holding", False))
