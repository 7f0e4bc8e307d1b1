"""When should a course start? The share of possible pairs that lose weeks, per start Monday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from partnering.calendars.rules import KnownCalendar, lost_weeks, school_week

Place = tuple[str, str]


@dataclass(frozen=True)
class StartDate:
    """What a start on this Monday means, counted over all pairs of two countries."""

    monday: date
    pairs: int
    """Pairs whose both calendars are known for the whole course."""
    unknown: int
    """Pairs of which nobody can say; never counted as free."""
    lost: tuple[int, int, int]
    """Pairs that lose no week, one week, two weeks or more."""

    @property
    def clean_percent(self) -> int | None:
        """Share of all pairs that surely lose nothing; None when nothing is known."""
        return self.lost[0] * 100 // (self.pairs + self.unknown) if self.pairs else None


def best_start(starts: Sequence[StartDate]) -> StartDate | None:
    """The Monday on which most of all pairs surely lose nothing, then most lose one week at most.

    Of equals the earliest. Nothing is best while no pair is known.
    """
    known = [one for one in starts if one.pairs]
    return max(known, key=lambda one: (one.lost[0], one.lost[1]), default=None)


def start_dates(
    people: Mapping[Place, int],
    calendars: Mapping[Place, KnownCalendar | None],
    mondays: Sequence[date],
    weeks: int,
) -> list[StartDate]:
    """One row per Monday, in the given order. `people` counts enrolments per country and region.

    Pairs are counted by region, not one by one: a cohort of thousands lives in few regions.
    """
    return [_start(people, calendars, monday, weeks) for monday in mondays]


def _start(
    people: Mapping[Place, int],
    calendars: Mapping[Place, KnownCalendar | None],
    monday: date,
    weeks: int,
) -> StartDate:
    lost = {
        place: lost_weeks(calendars.get(place), monday, weeks, school_week(place[0]))
        for place in people
    }
    counts: Counter[int] = Counter()
    unknown = 0
    places = sorted(people)
    for position, one in enumerate(places):
        for other in places[position + 1 :]:
            if one[0] == other[0]:
                continue
            pairs = people[one] * people[other]
            mine, theirs = lost[one], lost[other]
            if mine is None or theirs is None:
                unknown += pairs
            else:
                counts[min(2, len(mine | theirs))] += pairs
    return StartDate(monday, counts.total(), unknown, (counts[0], counts[1], counts[2]))


def mondays_from(first: date, count: int) -> list[date]:
    """Mondays from the first one on or after a day."""
    monday = first + timedelta(days=-first.weekday() % 7)
    return [monday + timedelta(days=7 * step) for step in range(count)]
