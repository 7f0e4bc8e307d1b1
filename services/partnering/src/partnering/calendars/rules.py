"""School weeks that holidays take. What is not known is never called free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]

SCHOOL_WEEK = frozenset({0, 1, 2, 3, 4})
_SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
_SUNDAY_TO_FRIDAY = frozenset({6, 0, 1, 2, 3, 4})
_SATURDAY_TO_THURSDAY = frozenset({5, 6, 0, 1, 2, 3})
_OTHER_WEEKS = {
    **dict.fromkeys(
        [
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
        ],
        _SUNDAY_TO_THURSDAY,
    ),
    "NP": _SUNDAY_TO_FRIDAY,
    "IR": _SATURDAY_TO_THURSDAY - {3},
    "AF": _SATURDAY_TO_THURSDAY,
}
COURSE_WEEKS = 4
LOST_FROM = 3
"""A week that loses three school days or more is lost for a joint course."""


def school_week(country: str) -> frozenset[int]:
    """The weekdays on which schools of a country teach; 0 is Monday."""
    return _OTHER_WEEKS.get(country, SCHOOL_WEEK)


@dataclass(frozen=True)
class KnownCalendar:
    """A region's holidays with those of its country, both ends included.

    A holiday is certain wherever it comes from. That a week has none is known only within
    `complete`: the school years for which somebody declared that every holiday is entered.
    """

    complete: tuple[Span, ...]
    holidays: tuple[Span, ...]
    example: bool = False
    """Entered by hand as an example for the demo, not by staff for real use."""

    def knows(self, first: date, last: date) -> bool:
        """Whether every holiday of these days is entered."""
        return any(start <= first and last <= end for start, end in self.complete)

    def is_free(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.holidays)


def is_known(calendar: KnownCalendar | None, day: date) -> bool:
    """Whether anything from this day on is declared to be complete."""
    return calendar is not None and any(day <= last for _first, last in calendar.complete)


def is_free(calendar: KnownCalendar | None, day: date) -> bool:
    """Whether this day is known to be without school."""
    return calendar is not None and calendar.is_free(day)


def lost_weeks(
    calendar: KnownCalendar | None, monday: date, weeks: int, school_days: frozenset[int]
) -> frozenset[int] | None:
    """Which of the weeks (0, 1, …) from `monday` are lost; None when it is not known of any of them.

    A week that holidays take is lost, complete or not.
    """
    lost = set()
    for week in range(weeks):
        first = monday + timedelta(days=7 * week)
        if calendar is None:
            return None
        if _free_school_days(calendar, first, school_days) >= LOST_FROM:
            lost.add(week)
        elif not calendar.knows(first, first + timedelta(days=6)):
            return None
    return frozenset(lost)


def _free_school_days(calendar: KnownCalendar, monday: date, school_days: frozenset[int]) -> int:
    days = (monday + timedelta(days=offset) for offset in range(7))
    return sum(day.weekday() in school_days and calendar.is_free(day) for day in days)


def merged(holidays: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and adjoining stretches joined, in order."""
    joined: list[Span] = []
    for first, last in sorted(holidays):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
