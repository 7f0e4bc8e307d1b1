"""When the weeks of a partnership's course open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

Range = tuple[date, date]
"""First and last day, both included."""

SCHOOL_DAYS: Final = 5
FREE_FROM: Final = 3
"""A week with three or more free school days is lost for working together."""
MOST_SKIPPED: Final = 10


@dataclass(frozen=True)
class WeekDate:
    number: int
    opens_on: date


def is_free(day: date, ranges: Iterable[Range]) -> bool:
    return any(first <= day <= last for first, last in ranges)


def is_lost_week(monday: date, ranges: Iterable[Range]) -> bool:
    """Whether three or more of the five days from this one on are school-free."""
    ranges = tuple(ranges)
    days = (monday + timedelta(days=offset) for offset in range(SCHOOL_DAYS))
    return sum(is_free(day, ranges) for day in days) >= FREE_FROM


def free_for(opens_on: date, members: Mapping[UUID, Iterable[Range]]) -> list[UUID]:
    """The members known to have holidays in most of the week that begins on this day."""
    return sorted(person for person, ranges in members.items() if is_lost_week(opens_on, ranges))


def next_monday(today: date) -> date:
    """The Monday after today; on a Monday, the one a week later, so that there is time to meet."""
    return today + timedelta(days=7 - today.weekday())


def fixed_weeks(course_starts_on: date, today: date, weeks: int) -> list[WeekDate]:
    """Everybody has the same weeks. Who comes late finds the past ones open and catches up."""
    planned = (course_starts_on + timedelta(weeks=index) for index in range(weeks))
    return [WeekDate(index + 1, max(day, today)) for index, day in enumerate(planned)]


def rolling_weeks(
    monday: date, members: Mapping[UUID, Iterable[Range]], weeks: int, first: int = 1
) -> list[WeekDate]:
    """Week after week from a Monday on, leaving out weeks that a member's holidays take.

    Unknown calendars leave nothing out. After ten lost weeks in a row the calendar must be wrong,
    and the week opens all the same.
    """
    known = {person: tuple(ranges) for person, ranges in members.items()}
    planned: list[WeekDate] = []
    for number in range(first, weeks + 1):
        skipped = 0
        while skipped < MOST_SKIPPED and free_for(monday, known):
            monday += timedelta(weeks=1)
            skipped += 1
        planned.append(WeekDate(number, monday))
        monday += timedelta(weeks=1)
    return planned
