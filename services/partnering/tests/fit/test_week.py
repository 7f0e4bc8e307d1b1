"""Local times laid over each other, true to the clock changes of the week in question."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.fit.week import FreeSlot, common_slots, overlap_minutes, utc_week

SUMMER, WINTER = date(2026, 10, 19), date(2026, 10, 26)
MORNING = (FreeSlot(1, 10 * 60, 11 * 60),)
THIRTEEN_ZONES = [
    "Europe/Istanbul", "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Australia/Sydney",
    "America/New_York", "Africa/Lagos", "Europe/Rome", "Europe/London", "Asia/Tehran",
    "America/Sao_Paulo", "Pacific/Auckland", "Australia/Lord_Howe",
]  # fmt: skip


def test_rome_and_istanbul_lie_an_hour_apart_in_summer_and_two_in_winter() -> None:
    istanbul = (FreeSlot(1, 11 * 60, 12 * 60),)
    summer = utc_week(MORNING, "Europe/Rome", SUMMER), utc_week(istanbul, "Europe/Istanbul", SUMMER)
    winter = utc_week(MORNING, "Europe/Rome", WINTER), utc_week(istanbul, "Europe/Istanbul", WINTER)
    assert overlap_minutes(*summer) == 60
    assert overlap_minutes(*winter) == 0


def test_kathmandu_is_a_quarter_of_an_hour_off() -> None:
    rome = utc_week((FreeSlot(0, 9 * 60, 10 * 60),), "Europe/Rome", WINTER)
    kathmandu = utc_week((FreeSlot(0, 14 * 60, 15 * 60),), "Asia/Kathmandu", WINTER)
    # 09:00 to 10:00 in Rome is 13:45 to 14:45 in Kathmandu.
    assert overlap_minutes(rome, kathmandu) == 45


def test_monday_morning_in_sydney_is_still_sunday_in_utc_and_meets_sunday_in_new_york() -> None:
    sydney = utc_week((FreeSlot(0, 8 * 60, 9 * 60),), "Australia/Sydney", WINTER)
    new_york = utc_week((FreeSlot(6, 16 * 60, 18 * 60),), "America/New_York", WINTER)
    assert overlap_minutes(sydney, new_york) == 60


def test_nobody_without_times_overlaps() -> None:
    assert overlap_minutes(0, utc_week(MORNING, "Europe/Rome", WINTER)) == 0
    assert common_slots(0) == []


@pytest.mark.parametrize("zone", THIRTEEN_ZONES)
def test_a_local_hour_of_any_zone_meets_exactly_the_same_hour_in_utc(zone: str) -> None:
    for week in range(53):
        monday = date(2026, 1, 5) + timedelta(days=7 * week)
        starts = datetime(monday.year, monday.month, monday.day, 10, tzinfo=ZoneInfo(zone))
        in_utc = starts.astimezone(UTC)
        slot = FreeSlot(in_utc.weekday(), in_utc.hour * 60 + in_utc.minute, 0)
        there = FreeSlot(slot.weekday, slot.starts, slot.starts + 60)
        local = utc_week((FreeSlot(0, 600, 660),), zone, monday)
        assert overlap_minutes(local, utc_week((there,), "UTC", monday)) == 60


@given(st.sampled_from(THIRTEEN_ZONES), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_slot_by_day_keeps_its_length_in_every_week(zone: str, day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    slots = tuple(FreeSlot(weekday, 8 * 60, 16 * 60) for weekday in range(5))
    assert overlap_minutes(utc_week(slots, zone, monday)) == 5 * 8 * 60
