"""The worker outlives whatever fails in it: a process that answers must also act."""

import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError

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
