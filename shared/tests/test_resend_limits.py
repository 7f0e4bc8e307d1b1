"""A request for a resend is ten bytes: what it may cause is bounded, whoever asks and however often."""

import asyncio
import json

import pytest

from meridian.testing.bare import client_of
from shared.bus import resending
from shared.bus.resending import AT_ONCE, PER_SECOND, WINDOW, Requests

from .conftest import World


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(resending, "monotonic", clock)
    return clock


def answer(requests: Requests, last: int) -> int:
    """Send what is due, as the relay does. Returns how many events that were."""
    sent = 0
    while window := requests.next_window(last):
        requests.begin(window)
        for start in window[::500]:
            requests.sent(start, min(start + 500, window.stop))
        requests.end()
        sent += len(window)
    return sent


def test_whoever_misses_everything_gets_everything_at_once(time_passes: Clock) -> None:
    requests, last, sent = Requests(), 1_000_000, 0
    for start in range(1, last, WINDOW):
        requests.ask("course", start)
        sent += answer(requests, last)
    assert sent == last


@pytest.mark.parametrize("pattern", ["always the first", "forward again and again", "backward"])
def test_a_thief_who_asks_for_an_hour_gets_what_is_allowed_and_no_more(
    time_passes: Clock, pattern: str
) -> None:
    requests, last, sent = Requests(), 50_000, 0
    for step in range(36_000):
        number = {
            "always the first": 1,
            "forward again and again": 1 + step * WINDOW % last,
            "backward": last - step * WINDOW % last,
        }[pattern]
        requests.ask("thief", number)
        sent += answer(requests, last)
        time_passes.seconds += 0.1
    assert sent <= last + AT_ONCE + 3600 * PER_SECOND


def test_one_who_asks_too_much_keeps_nobody_else_waiting(time_passes: Clock) -> None:
    requests, last = Requests(), 50_000
    for _ in range(100):
        requests.ask("thief", 1)
        answer(requests, last)
    requests.ask("thief", 1)
    requests.ask("course", 49_000)
    assert answer(requests, last) == 1001


def test_the_same_wish_of_several_is_answered_once(time_passes: Clock) -> None:
    requests = Requests()
    for who in ("course", "projects", "notifications", "partnering"):
        for number in (5, 1, 9):
            requests.ask(who, number)
    assert answer(requests, 100) == 92


@pytest.mark.parametrize("number", [10**30, 2**63, 101, -5, 0])
def test_numbers_that_no_event_bears_cause_nothing(time_passes: Clock, number: int) -> None:
    requests = Requests()
    requests.ask("thief", number)
    assert answer(requests, 100) == 0
    assert not requests.waiting


def test_what_broke_off_is_still_wanted(time_passes: Clock) -> None:
    requests = Requests()
    requests.ask("course", 1)
    window = requests.next_window(1000)
    requests.begin(window)
    requests.sent(1, 501)
    requests.end()
    assert requests.next_window(1000) == range(501, 1001)


async def test_thousands_of_requests_store_a_bounded_number_of_copies(world: World) -> None:
    many = [str(number) for number in range(600)]
    async with world.running(world.announcing()):
        await world.say(*many)

        async def stored() -> bool:
            return (await world.jetstream.stream_info("ACCOUNTS")).state.messages >= len(many)

        await world.until(stored)
        async with client_of(world.at, "notifications") as thief:
            for _ in range(300):
                for body in (1, 0, -3, 10**400, 3, "x", [1]):
                    request = json.dumps({"from": body}).encode()
                    await thief.publish("resend.accounts.notifications", request)
                await thief.flush()
                await asyncio.sleep(0.01)
        await asyncio.sleep(1)
        state = (await world.jetstream.stream_info("ACCOUNTS")).state
        assert state.messages <= 2 * len(many) + AT_ONCE + 60 * PER_SECOND
        # It goes on working.
        await world.say("still here")
