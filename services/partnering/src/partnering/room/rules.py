"""The common calendar: hours inside all school days, clean and lost weeks, and clock changes. Pure.

What is not known stays unknown: an empty timetable or a region without a calendar is never taken
for free time or for a clean week.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from partnering.calendars.rules import KnownCalendar, is_free, lost_weeks, school_week
from partnering.fit.week import FreeSlot, common_slots, utc_week

WeekState = Literal["clean", "lost", "unknown"]
LEAST_MINUTES = 20
"""A shorter common stretch is no slot for a lesson together."""


@dataclass(frozen=True, slots=True)
class SchoolWeek:
    """One member's part of the common calendar."""

    country: str
    zone: str
    availability: tuple[FreeSlot, ...]
    calendar: KnownCalendar | None


@dataclass(frozen=True, slots=True)
class Slot:
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Week:
    """`state` is lost when any member's school is free, unknown when any member's is not known."""

    monday: date
    state: WeekState
    lost_for: tuple[int, ...]
    unknown_for: tuple[int, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class ClockShift:
    """From `on`, the second member's clock is `minutes` further ahead of the first's than before."""

    on: date
    members: tuple[int, int]
    minutes: int


def timetable_known(members: Sequence[SchoolWeek]) -> bool:
    return all(member.availability for member in members)


def from_now_on(weeks: Sequence[Week], now: datetime) -> list[Week]:
    """The same weeks without the hours that have begun already."""
    return [
        replace(week, slots=tuple(slot for slot in week.slots if slot.starts_at > now))
        for week in weeks
    ]


def common_weeks(members: Sequence[SchoolWeek], monday: date, count: int) -> list[Week]:
    """`count` weeks from the week of `monday`, each with its own clock."""
    first = monday - timedelta(days=monday.weekday())
    return [_week(members, first + timedelta(days=7 * number)) for number in range(count)]


def _week(members: Sequence[SchoolWeek], monday: date) -> Week:
    lost, unknown = [], []
    for position, member in enumerate(members):
        found = lost_weeks(member.calendar, monday, 1, school_week(member.country))
        if found is None:
            unknown.append(position)
        elif found:
            lost.append(position)
    state: WeekState = "lost" if lost else "unknown" if unknown else "clean"
    return Week(monday, state, tuple(lost), tuple(unknown), tuple(_slots(members, monday)))


def _slots(members: Sequence[SchoolWeek], monday: date) -> list[Slot]:
    """Stretches in which all are free by their timetables, without anybody's school holidays."""
    if not timetable_known(members):
        return []
    start = datetime.combine(monday, time(), UTC)
    weeks = [utc_week(member.availability, member.zone, monday) for member in members]
    found = []
    for first, last in common_slots(*weeks):
        starts_at = start + timedelta(minutes=first)
        if last - first >= LEAST_MINUTES and not any(
            is_free(member.calendar, starts_at.astimezone(ZoneInfo(member.zone)).date())
            for member in members
        ):
            found.append(Slot(starts_at, last - first))
    return found


def clock_shifts(zones: Sequence[str], first: date, last: date) -> list[ClockShift]:
    """Days in (first, last] on which two members' clocks move against each other, by noon UTC."""
    found = []
    for a, b in combinations(range(len(zones)), 2):
        before = _apart(zones[a], zones[b], first)
        day = first
        while day < last:
            day += timedelta(days=1)
            now = _apart(zones[a], zones[b], day)
            if now != before:
                minutes = int((now - before).total_seconds() // 60)
                found.append(ClockShift(day, (a, b), minutes))
                before = now
    return sorted(found, key=lambda one: (one.on, one.members))


def _apart(zone: str, other: str, day: date) -> timedelta:
    noon = datetime.combine(day, time(12), UTC)
    here = noon.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    there = noon.astimezone(ZoneInfo(other)).utcoffset() or timedelta()
    return there - here


def same_terms(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two agreements say the same. Line ends and outer spaces say nothing; what an older
    version does not mention is empty."""

    def plain(terms: Mapping[str, Any]) -> dict[str, Any]:
        texts = {
            name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
            for name, value in terms.items()
        }
        return {name: value for name, value in texts.items() if value not in ("", None)}

    return plain(one) == plain(other)


def all_agree(present: Collection[UUID], agreed: Collection[UUID]) -> bool:
    """Whether all who are still here have accepted or signed. One alone is no agreement: a guest
    who left before accepting does not come."""
    return len(present) > 1 and set(present) <= set(agreed)
