"""Weekly free times of different zones laid over each other, true to the clock changes of a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

UNIT = 5
"""Minutes per bit: the finest time that can be entered; zones differ by quarters of an hour."""
UNITS_A_DAY = 24 * 60 // UNIT
UNITS_A_WEEK = 7 * UNITS_A_DAY
_FULL = (1 << UNITS_A_WEEK) - 1


@dataclass(frozen=True, order=True)
class FreeSlot:
    """A stretch of a weekday (0 is Monday) in local time; minutes since midnight, end excluded."""

    weekday: int
    starts: int
    ends: int


@lru_cache(maxsize=4096)
def utc_week(slots: tuple[FreeSlot, ...], zone: str, monday: date) -> int:
    """The slots of the week of `monday` as a bit set over that week in UTC.

    What reaches over the edge of the UTC week wraps around: the pattern repeats each week.
    """
    tz = ZoneInfo(zone)
    week_start = datetime.combine(monday, time()).replace(tzinfo=ZoneInfo("UTC"))
    bits = 0
    for slot in slots:
        day = monday + timedelta(days=slot.weekday)
        first = _units(_instant(day, slot.starts, tz) - week_start)
        last = _units(_instant(day, slot.ends, tz) - week_start)
        if last > first:
            bits |= _wrap(((1 << (last - first)) - 1), first)
    return bits


def _instant(day: date, minutes: int, tz: ZoneInfo) -> datetime:
    midnight = datetime.combine(day + timedelta(days=minutes // 1440), time())
    local = midnight + timedelta(minutes=minutes % 1440)
    return local.replace(tzinfo=tz).astimezone(ZoneInfo("UTC"))


def _units(distance: timedelta) -> int:
    return int(distance.total_seconds() // (60 * UNIT))


def _wrap(bits: int, shift: int) -> int:
    moved = bits << (shift % UNITS_A_WEEK)
    return (moved & _FULL) | (moved >> UNITS_A_WEEK)


def overlap_minutes(*weeks: int) -> int:
    """Minutes a week in which all are free."""
    return _common(weeks).bit_count() * UNIT


def _common(weeks: Iterable[int]) -> int:
    common = _FULL
    for week in weeks:
        common &= week
    return common


def common_slots(*weeks: int) -> list[tuple[int, int]]:
    """Stretches of the UTC week in which all are free: (first minute, last minute excluded)."""
    return list(_stretches(_common(weeks)))


def _stretches(bits: int) -> Iterator[tuple[int, int]]:
    position = 0
    while bits:
        gap = (bits & -bits).bit_length() - 1
        bits >>= gap
        position += gap
        length = (~bits & (bits + 1)).bit_length() - 1
        yield position * UNIT, (position + length) * UNIT
        bits >>= length
        position += length


def minutes_by_local_day(common: Iterable[tuple[int, int]], zone: str, monday: date) -> list[int]:
    """Common minutes per weekday of `zone`, Monday first: the overlap strip."""
    tz = ZoneInfo(zone)
    start = datetime.combine(monday, time()).replace(tzinfo=ZoneInfo("UTC"))
    days = [0] * 7
    for first, last in common:
        for minute in range(first, last, UNIT):
            local = (start + timedelta(minutes=minute)).astimezone(tz)
            days[local.weekday()] += UNIT
    return days
