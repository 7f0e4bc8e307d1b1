"""School weeks that holidays take. What is not known is never called free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SCHOOL_WEEK = frozenset({0, 1, 2, 3, 4})
_SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
_SUNDAY_TO_FRIDAY = frozenset({6, 0, 1, 2, 3, 4})
_SATURDAY_TO_THURSDAY = frozenset({5, 6, 0, 1, 2, 3})
_OTHER_WEEKS = {
    **dict.fromkeys(
        (
            "BD",
            "BH",
            "DZ",
            "EG",
            "IL",
            "IQ",
            "JO",
            "KW",
            "LY",
            "OM",
            "PS",
            "QA",
            "SA",
            "SD",
            "SY",
            "YE",
        ),
        _SUNDAY_TO_THURSDAY,
    ),
    "NP": _SUNDAY_TO_FRIDAY,
    "IR": _SATURDAY_TO_THURSDAY - {3},
    "AF": _SATURDAY_TO_THURSDAY,
}
LOST_FROM = 3
"""A week that loses three school days or more is lost for a joint course."""


def school_week(country: str) -> frozenset[int]:
    """The weekdays on which schools of a country teach; 0 is Monday."""
    return _OTHER_WEEKS.get(country, SCHOOL_WEEK)


@dataclass(frozen=True)
class KnownCalendar:
    """A region's holidays, both ends included, and the stretch of time for which they are known."""

    known_from: date
    known_until: date
    holidays: tuple[tuple[date, date], ...]
    example: bool = False
    """Entered by hand as an example for the demo, not by staff for real use."""

    def knows(self, first: date, last: date) -> bool:
        return self.known_from <= first and last <= self.known_until

    def is_free(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.holidays)


def lost_weeks(
    calendar: KnownCalendar | None, monday: date, weeks: int, school_days: frozenset[int]
) -> frozenset[int] | None:
    """Which of the weeks (0, 1, …) from `monday` are lost; None when any of it is unknown."""
    if calendar is None or not calendar.knows(monday, monday + timedelta(days=7 * weeks - 1)):
        return None
    return frozenset(
        week
        for week in range(weeks)
        if _free_school_days(calendar, monday + timedelta(days=7 * week), school_days) >= LOST_FROM
    )


def _free_school_days(calendar: KnownCalendar, monday: date, school_days: frozenset[int]) -> int:
    days = (monday + timedelta(days=offset) for offset in range(7))
    return sum(day.weekday() in school_days and calendar.is_free(day) for day in days)


def merged(holidays: Sequence[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Overlapping and adjoining stretches joined, in order."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(holidays):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
