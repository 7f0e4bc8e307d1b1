"""The worker outlives whatever fails in it: a process that answers must also act."""

import asyncio

import pytest
from nats.js import JetStreamContext
from sqlalchemy.exc import DBAPIError, InterfaceError
from structlog.testing import capture_logs

from shared import parking
from shared.bus.consumer import Consumer
from shared.bus.relay import Relay

from .conftest import World

LOST = InterfaceError("SELECT 1", {}, Exception("the connection is closed"))


class Failing:
    """Fails so many times, and works from then on."""

    def __init__(self, error: Exception, working: object, times: int = 2) -> None:
        self.error = error
        self.working = working
        self.times = times
        self.failed = 0

    async def __call__(self, *arguments: object) -> object:
        if self.failed < self.times:
            self.failed += 1
            raise self.error
        assert callable(self.working)
        return await self.working(*arguments)


@pytest.mark.parametrize("error", [LOST, DBAPIError("x", {}, Exception("x")), KeyError("bug")])
@pytest.mark.parametrize("broken", ["retry_marked", "step", "_settle_in_time"])
async def test_the_worker_goes_on_after_a_failure_of_any_kind_in_any_of_its_loops(
    world: World, monkeypatch: pytest.MonkeyPatch, broken: str, error: Exception
) -> None:
    place = {"retry_marked": parking, "step": Relay, "_settle_in_time": Consumer}[broken]
    failing = Failing(error, getattr(place, broken))

    async def fails_at_first(*arguments: object) -> object:
        return await failing(*arguments)

    monkeypatch.setattr(place, broken, fails_at_first)
    async with world.running():
        await world.say("one", "two")
        assert await world.until_effects(2, seconds=60) == ["one", "two"]
        await world.say("three")
        assert await world.until_effects(3, seconds=60) == ["one", "two", "three"]
    assert failing.failed == 2


async def test_a_client_that_returns_nothing_instead_of_raising_does_not_end_the_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, empty = JetStreamContext.PullSubscription.fetch, iter(range(6))

    async def at_first_empty(*arguments: object, **more: object) -> object:
        if next(empty, None) is not None:
            return []
        return await fetch(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(JetStreamContext.PullSubscription, "fetch", at_first_empty)
    with capture_logs() as said:
        async with world.running():
            await world.say("one")
            assert await world.until_effects(1) == ["one"]
    # An event that waits while nothing is given may be complained of; that is right.
    errors = {entry["event"] for entry in said if entry["log_level"] == "error"}
    assert errors <= {"broker_complained_of"}


@pytest.fixture
def deaf_consumers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancellation that meets a consumer while it waits is swallowed, as `wait_for` may do."""
    fetch = JetStreamContext.PullSubscription.fetch

    async def deaf(*arguments: object, **more: object) -> object:
        try:
            return await fetch(*arguments, **more)  # type: ignore[arg-type]
        except asyncio.CancelledError:
            raise TimeoutError from None

    monkeypatch.setattr(JetStreamContext.PullSubscription, "fetch", deaf)


@pytest.mark.usefixtures("deaf_consumers")
async def test_a_worker_ends_although_its_cancellation_was_swallowed(world: World) -> None:
    async with asyncio.timeout(20), world.running():
        await world.say("one")
        await world.until_effects(1)


@pytest.mark.usefixtures("deaf_consumers")
async def test_a_worker_begins_again_although_a_consumer_did_not_hear_that_it_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, fails = Relay.step, asyncio.Event()

    async def fails_once(self: Relay) -> bool:
        if self._bus.service == "notifications" and fails.is_set():
            fails.clear()
            raise KeyError("bug")
        return await step(self)

    monkeypatch.setattr(Relay, "step", fails_once)
    consuming = world.consuming()
    async with world.running(world.announcing(), consuming):
        await world.say("one")
        await world.until_effects(1)

        async def fell() -> bool:
            return not consuming.holding

        async def holds() -> bool:
            return consuming.holding

        fails.set()
        await world.until(fell, seconds=15)
        await world.until(holds, seconds=10)
        await world.say("two")
        assert await world.until_effects(2) == ["one", "two"]
