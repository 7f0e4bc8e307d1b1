"""Who could partner whom: the rules of fit for a whole cohort at once, as arrays.

Gives exactly the points of `partnering.fit.rules.fit`, pair by pair (a test compares them), some
hundred times faster. Small cohorts keep every admissible pair; in larger ones each seat names its
best few, and whoever stays alone is looked at again with every pair they have.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnering.fit.rules import (
    ENOUGH_MINUTES,
    LEVEL_SHARE,
    LEVELS,
    Candidate,
    Conditions,
    Weights,
)
from partnering.fit.week import UNIT, UNITS_A_WEEK
from partnering.matching.pool import Edge, Pool, Seat

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

ALL_PAIRS_UP_TO = 600
BEST_EACH = 32
ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Scores:
    """Some rows of the table of all pairs: who may, who may within a trio, and the points."""

    first: int
    partners: Bools
    companions: Bools
    points: Ints


class Crowd:
    """The candidates of one run, in the order of their ids, as arrays."""

    def __init__(
        self, people: Iterable[Candidate], weights: Weights, conditions: Conditions
    ) -> None:
        self.people = sorted(people, key=lambda one: str(one.enrolment_id))
        self.weights, self.conditions = weights, conditions
        people = self.people
        self.country = _codes([one.country for one in people])
        self.person = _codes([str(one.person_id) for one in people])
        self.levels = _levels(people, conditions)
        self.age_from = np.array([one.age_from for one in people], dtype=np.int32)
        self.age_to = np.array([one.age_to for one in people], dtype=np.int32)
        self.subjects = _marks([one.subjects for one in people])
        names = sorted({name for one in people for name in one.topics | one.avoid})
        self.topics = _marks([one.topics for one in people], names)
        self.avoid = _marks([one.avoid for one in people], names)
        self.week, self.week_units = _weeks(people)
        self.lost = np.array([_lost(one) for one in people], dtype=np.int32)
        self.calendar_known = np.array([one.lost_weeks is not None for one in people], dtype=bool)
        self.course_weeks = np.array([one.course_weeks for one in people], dtype=np.int32)
        countries = sorted({one.country for one in people})
        self.content = _content(people, countries)
        gifts = sorted({name for one in people for name in one.strengths | one.needs})
        self.strengths = _marks([one.strengths for one in people], gifts)
        self.needs = _marks([one.needs for one in people], gifts)
        self.first_timer = np.array([one.first_timer for one in people], dtype=bool)
        self.blocked = _blocked(people)

    def scores(self, first: int, last: int) -> Scores:
        """The rows from `first` until before `last`, against everybody."""
        rows = slice(first, last)
        level = _best_common(self.levels[rows], self.levels)
        apart = np.maximum(self.age_from[rows, None], self.age_from) - np.minimum(
            self.age_to[rows, None], self.age_to
        )
        may: Bools = (level > 0) & (np.maximum(apart, 0) <= self.conditions.years_between)
        may &= self.person[rows, None] != self.person
        for a, b in self.blocked:
            if first <= a < last:
                may[a - first, b] = False
        abroad = self.country[rows, None] != self.country
        points = (
            _share(self.weights.language, _LEVEL_PERCENT[level])
            + self._ages(rows, apart)
            + _share(self.weights.subjects, _common(self.subjects[rows], self.subjects))
            + self._topics(rows)
            + self._time(rows)
            + self._calendar(rows)
            + self._wishes(rows)
            + self._strengths(rows)
            + self._experience(rows)
        )
        return Scores(first, may & abroad, may & ~abroad, points)

    def _ages(self, rows: slice, apart: Ints) -> Ints:
        span = self.age_to - self.age_from
        longer = np.maximum(span[rows, None], span) + 1
        return _share(self.weights.ages, np.maximum(1 - apart, 0) * 100 // longer)

    def _topics(self, rows: slice) -> Ints:
        percent = _common(self.topics[rows], self.topics)
        unwelcome = (self.topics[rows] @ self.avoid.T) + (self.avoid[rows] @ self.topics.T) > 0
        return _share(self.weights.topics, np.where(unwelcome, 0, percent))

    def _time(self, rows: slice) -> Ints:
        units = (self.week[rows] * self.week_units) @ self.week.T
        minutes = units.astype(np.int32) * UNIT
        percent = np.minimum(minutes, ENOUGH_MINUTES) * 100 // ENOUGH_MINUTES
        return _share(self.weights.time, percent)

    def _calendar(self, rows: slice) -> Ints:
        weeks = np.maximum(1, np.minimum(self.course_weeks[rows, None], self.course_weeks))
        either = (self.lost[rows, None] | self.lost) & ((1 << weeks) - 1)
        percent = (weeks - np.bitwise_count(either).astype(np.int32)) * 100 // weeks
        known = self.calendar_known[rows, None] & self.calendar_known
        return _share(self.weights.calendar, np.where(known, percent, 0))

    def _wishes(self, rows: slice) -> Ints:
        met = self.content[rows][:, self.country].astype(np.int32)
        back = self.content[:, self.country[rows]].T.astype(np.int32)
        return _share(self.weights.wishes, 50 * met + 50 * back)

    def _strengths(self, rows: slice) -> Ints:
        gives = (self.strengths[rows] @ self.needs.T) > 0
        takes = (self.needs[rows] @ self.strengths.T) > 0
        return _share(self.weights.strengths, 50 * gives.astype(np.int32) + 50 * takes)

    def _experience(self, rows: slice) -> Ints:
        mine, theirs = self.first_timer[rows, None], self.first_timer
        percent = np.where(mine != theirs, 100, np.where(mine, 0, 50))
        return _share(self.weights.experience, percent.astype(np.int32))


def build_pool(
    crowd: Crowd,
    *,
    may_trio: Callable[[Candidate], bool],
    companions: bool,
    all_of: Sequence[int] = (),
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Pool:
    """The pool of a crowd. Seats in `all_of` keep every pair they have, whatever the size."""
    n = len(crowd.people)
    everything = n <= ALL_PAIRS_UP_TO
    whole = np.zeros(n, dtype=bool)
    whole[list(all_of)] = True
    partners: dict[Edge, int] = {}
    same_country: dict[Edge, int] = {}
    for first in range(0, n, ROWS_AT_ONCE):
        last = min(n, first + ROWS_AT_ONCE)
        scores = crowd.scores(first, last)
        keep = scores.partners
        if not everything:
            keep = _named(scores, whole)
        _collect(scores, keep, partners)
        if companions:
            keep = scores.companions
            if not everything:
                keep = keep & (whole[first:last, None] | whole)
            _collect(scores, keep, same_country)
        progress("candidates", last, n)
    seats = tuple(_seat(one, may_trio, crowd.conditions) for one in crowd.people)
    return Pool(seats, dict(sorted(partners.items())), dict(sorted(same_country.items())))


def _named(scores: Scores, whole: Bools) -> Bools:
    """Each row's best few; ties fall by a fixed shuffle, so that no seat is named by everybody."""
    height, n = scores.points.shape
    here = np.arange(scores.first, scores.first + height, dtype=np.int64)[:, None]
    there = np.arange(n, dtype=np.int64)
    shuffle = (np.minimum(here, there) * 7919 + np.maximum(here, there) * 104729) % 9973
    rank = np.where(scores.partners, scores.points.astype(np.int64) * 10000 + shuffle, -1)
    keep = np.zeros_like(scores.partners)
    best = np.argpartition(-rank, min(BEST_EACH, n - 1), axis=1)[:, :BEST_EACH]
    np.put_along_axis(keep, best, values=True, axis=1)
    return (keep | whole[scores.first : scores.first + height, None]) & scores.partners


def _collect(scores: Scores, keep: Bools, into: dict[Edge, int]) -> None:
    rows, columns = np.nonzero(keep)
    points = scores.points[rows, columns]
    rows = rows + scores.first
    low, high = np.minimum(rows, columns), np.maximum(rows, columns)
    into.update(zip(zip(low.tolist(), high.tolist(), strict=True), points.tolist(), strict=True))


def _seat(one: Candidate, may_trio: Callable[[Candidate], bool], conditions: Conditions) -> Seat:
    spoken = frozenset(
        language
        for language, level in one.levels.items()
        if level >= LEVELS[conditions.level]
        and (not conditions.languages or language in conditions.languages)
    )
    return Seat(
        key=str(one.enrolment_id),
        person=str(one.person_id),
        country=one.country,
        languages=spoken,
        may_trio=may_trio(one),
        age_from=one.age_from,
        age_to=one.age_to,
        first_timer=one.first_timer,
    )


_LEVEL_PERCENT = np.array([0, *(LEVEL_SHARE[level] for level in range(1, 7))], dtype=np.int32)


def _share(weight: int, percent: NDArray[np.int32] | NDArray[np.int64]) -> Ints:
    return (weight * percent // 100).astype(np.int32)


def _codes(values: Sequence[str]) -> Ints:
    order = {value: code for code, value in enumerate(sorted(set(values)))}
    return np.array([order[value] for value in values], dtype=np.int32)


def _marks(sets: Sequence[frozenset[str]], names: Sequence[str] | None = None) -> Floats:
    names = sorted({name for one in sets for name in one}) if names is None else names
    at = {name: column for column, name in enumerate(names)}
    marks = np.zeros((len(sets), len(names)), dtype=np.float32)
    for row, one in enumerate(sets):
        for name in one:
            marks[row, at[name]] = 1
    return marks


def _common(mine: Floats, all_: Floats) -> Ints:
    """What two have in common, in percent of what the one with less has."""
    both: Ints = (mine @ all_.T).astype(np.int32)
    fewer: Ints = np.minimum(mine.sum(axis=1)[:, None], all_.sum(axis=1)).astype(np.int32)
    percent: Ints = both * 100 // np.maximum(fewer, 1)
    return percent


def _levels(people: Sequence[Candidate], conditions: Conditions) -> NDArray[np.int8]:
    least = LEVELS[conditions.level]
    names = sorted({name for one in people for name in one.languages})
    if conditions.languages:
        names = [name for name in names if name in conditions.languages]
    levels = np.zeros((len(people), len(names)), dtype=np.int8)
    for row, one in enumerate(people):
        for column, name in enumerate(names):
            level = one.levels.get(name, 0)
            levels[row, column] = level if level >= least else 0
    return levels


def _best_common(mine: NDArray[np.int8], all_: NDArray[np.int8]) -> NDArray[np.int8]:
    best = np.zeros((len(mine), len(all_)), dtype=np.int8)
    for language in range(mine.shape[1]):
        speak = np.nonzero(mine[:, language])[0]
        others = np.nonzero(all_[:, language])[0]
        if len(speak) and len(others):
            both = np.minimum(mine[speak, language, None], all_[others, language])
            cells = np.ix_(speak, others)
            best[cells] = np.maximum(best[cells], both)
    return best


def _weeks(people: Sequence[Candidate]) -> tuple[Floats, Floats]:
    """Free times as marks. Units of the week that nobody tells apart share one column; the second
    array counts them."""
    size = (UNITS_A_WEEK + 7) // 8
    packed = [np.frombuffer(one.week.to_bytes(size, "little"), dtype=np.uint8) for one in people]
    if not packed:
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    bits = np.unpackbits(np.stack(packed), axis=1, bitorder="little")
    columns, counts = np.unique(bits[:, bits.any(axis=0)], axis=1, return_counts=True)
    return columns.astype(np.float32), counts.astype(np.float32)


def _lost(one: Candidate) -> int:
    return sum(1 << week for week in one.lost_weeks or () if week < one.course_weeks)


def _content(people: Sequence[Candidate], countries: Sequence[str]) -> Bools:
    content = np.ones((len(people), len(countries)), dtype=bool)
    for row, one in enumerate(people):
        if one.wish_countries:
            content[row] = [country in one.wish_countries for country in countries]
    return content


def _blocked(people: Sequence[Candidate]) -> list[Edge]:
    seats: dict[object, list[int]] = {}
    for position, one in enumerate(people):
        seats.setdefault(one.person_id, []).append(position)
    pairs = {
        (position, other)
        for position, one in enumerate(people)
        for person in one.blocked
        for other in seats.get(person, ())
    }
    return sorted(pairs | {(b, a) for a, b in pairs})
