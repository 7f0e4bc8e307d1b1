"""What operators see of delivery, in figures."""

import asyncio
from datetime import timedelta

from prometheus_client import REGISTRY

from shared import clock

from .conftest import World


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"meridian_{name}", labels) or 0.0


async def test_numbers_published_and_consumed_are_told_per_pair(world: World) -> None:
    pair = {"service": "notifications", "producer": "accounts"}
    before = figure("events_consumed_total", **pair)
    async with world.running():
        await world.say("one", "two", "three")
        await world.until_effects(3)
        await asyncio.sleep(0.5)
    assert figure("outbox_number", service="accounts") == 3
    assert figure("inbox_next_number", **pair) == 4
    assert figure("events_consumed_total", **pair) - before == 3
    assert figure("outbox_oldest_seconds", service="accounts") == 0


async def test_resends_are_told(world: World) -> None:
    before = figure("events_resent_total", service="accounts")
    async with world.running():
        await world.say("one", "two")
        await world.until_effects(2)
        await world.ask_again()

        async def told() -> bool:
            return figure("events_resent_total", service="accounts") - before == 2

        await world.until(told)


async def test_the_age_of_the_oldest_event_grows_while_the_broker_refuses(world: World) -> None:
    await world.jetstream.delete_stream("ACCOUNTS")
    async with world.running(world.announcing()):
        await world.say("waits")

        async def told() -> bool:
            return figure("outbox_oldest_seconds", service="accounts") > 2

        await world.until(told)


async def test_the_age_is_real_time_however_far_business_time_has_moved(world: World) -> None:
    await world.jetstream.delete_stream("ACCOUNTS")
    with clock.travelled(timedelta(days=100)):
        async with world.running(world.announcing()):
            await world.say("waits")

            async def told() -> bool:
                return figure("outbox_oldest_seconds", service="accounts") > 0.1

            await world.until(told)
            assert figure("outbox_oldest_seconds", service="accounts") < 60


async def test_parked_and_redelivered_events_are_told(world: World) -> None:
    pair = {"service": "notifications", "producer": "accounts"}
    before = figure("events_parked_total", **pair)
    world.failing["poison"] = ValueError("cannot digest")
    async with world.running():
        await world.say("poison")
        await world.say("fine")
        await world.until_effects(1)
        assert figure("events_parked_total", **pair) - before == 1

        async def told() -> bool:
            return figure("parked_waiting", service="notifications") == 1

        await world.until(told)
