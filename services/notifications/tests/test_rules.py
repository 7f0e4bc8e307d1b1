"""Quiet hours, digest times and retries, as pure rules."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.mail.rules import pause_seconds, retry_in
from notifications.preferences.rules import next_digest, quiet_until

ISTANBUL, KATHMANDU, BERLIN = (
    ZoneInfo(name) for name in ("Europe/Istanbul", "Asia/Kathmandu", "Europe/Berlin")
)
NIGHT = (time(22), time(7))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2026-11-24T20:00", ISTANBUL, "2026-11-25T04:00"),
        ("2026-11-25T03:59", ISTANBUL, "2026-11-25T04:00"),
        ("2026-11-25T04:00", ISTANBUL, None),
        ("2026-11-24T18:59", ISTANBUL, None),
        ("2026-11-24T17:00", KATHMANDU, "2026-11-25T01:15"),
    ],
)
def test_quiet_hours_are_those_of_the_readers_zone(
    now: str, zone: ZoneInfo, until: str | None
) -> None:
    assert quiet_until(at(now), zone, *NIGHT) == (at(until) if until else None)


def test_quiet_hours_within_one_day_work_too() -> None:
    assert quiet_until(at("2026-11-24T10:30"), BERLIN, time(9), time(13)) == at("2026-11-24T12:00")
    assert quiet_until(at("2026-11-24T13:00"), BERLIN, time(9), time(13)) is None


def test_the_same_time_twice_means_no_quiet_hour() -> None:
    assert quiet_until(at("2026-11-24T10:30"), BERLIN, time(9), time(9)) is None


def test_the_night_of_the_clock_change_ends_at_seven_on_the_readers_clock() -> None:
    until = quiet_until(at("2026-10-24T22:00"), BERLIN, *NIGHT)
    assert until == at("2026-10-25T06:00")


def test_a_daily_digest_comes_the_next_morning_and_a_weekly_one_on_monday() -> None:
    wednesday = at("2026-11-25T12:00")
    assert next_digest(wednesday, ISTANBUL, "daily") == at("2026-11-26T04:30")
    assert next_digest(wednesday, ISTANBUL, "weekly") == at("2026-11-30T04:30")
    assert next_digest(at("2026-11-25T01:00"), ISTANBUL, "daily") == at("2026-11-25T04:30")


def test_retries_wait_longer_each_time_but_never_more_than_four_hours() -> None:
    waits = [retry_in(attempts) for attempts in range(1, 40)]
    assert waits[0] == timedelta(seconds=30)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)


def test_an_unreachable_server_is_asked_at_least_once_a_minute() -> None:
    assert [pause_seconds(n) for n in (1, 2, 3)] == [1, 2, 4]
    assert pause_seconds(1000) == 60
