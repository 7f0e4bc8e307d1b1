"""The days of a plan's milestones: spread over the project, on school days of every partner."""

from collections.abc import Iterable
from datetime import date, timedelta

from meridian.demo.calendars import Place, is_school_day

FRIDAY = 4
DAY = timedelta(days=1)


def days_between(first: date, last: date, count: int, places: Iterable[Place]) -> list[date]:
    """So many days in order, none before `first` or after `last`.

    Each is the school day of all places nearest to its even share of the time. Where holidays leave
    none, it is a weekday; where the time has no weekday left either, any day of it.
    """
    where = list(places)
    days = [first + DAY * number for number in range((last - first).days + 1)]
    weekdays = [day for day in days if day.weekday() <= FRIDAY]
    good = [day for day in weekdays if all(is_school_day(one, day) for one in where)]
    offered = next((some for some in (good, weekdays) if len(some) >= count), days)
    wanted = [first + (last - first) * (turn + 1) / (count + 1) for turn in range(count)]
    return sorted(_nearest(offered, wanted))


def _nearest(offered: list[date], wanted: list[date]) -> set[date]:
    """For each wanted day the nearest that is offered and not taken yet."""
    taken: set[date] = set()
    for day in wanted:
        free = [one for one in offered if one not in taken]
        taken.add(min(free, key=lambda one: (abs(one - day), one)))
    return taken
