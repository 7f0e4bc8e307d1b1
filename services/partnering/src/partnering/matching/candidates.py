"""Who could partner whom: the rules of fit for a whole cohort at once, as arrays.

Gives exactly the points of `partnering.fit.rules.fit`, pair by pair (a test compares them), some
hundred times faster. Small cohorts keep every admissible pair; in larger ones each seat names its
best few, and whoever stays alone is looked at again with every pair they have.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from partnering.fit.rules import (
    ENOUGH_MINUTES,
    LEVELS,
    Candidate,
    Conditions,
    Weights,
)
from partnering.fit.week import UNIT
from partnering.matching.arrays import (
    LEVEL_PERCENT,
    Bools,
    Ints,
    best_common,
    blocked,
    codes,
    common,
    content,
    levels,
    lost,
    marks,
    share,
    weeks,
)
from partnering.matching.pool import Edge, Pool, Seat

ALL_PAIRS_UP_TO = 600
BEST_EACH = 32
KEPT_WHOLE = 96
"""Seats with no more partners than this keep them all: they are hard enough to place."""
ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Scores:
    """Pairs that keep every rule but perhaps the country: who, whether abroad, and the points."""

    first: int
    last: int
    one: Ints
    other: Ints
    abroad: Bools
    points: Ints


class Crowd:
    """The candidates of one run, in the order of their ids, as arrays."""

    def __init__(
        self, people: Iterable[Candidate], weights: Weights, conditions: Conditions
    ) -> None:
        self.people = sorted(people, key=lambda one: str(one.enrolment_id))
        self.weights, self.conditions = weights, conditions
        people = self.people
        self.country = codes([one.country for one in people])
        self.person = codes([str(one.person_id) for one in people])
        self.levels = levels(people, conditions)
        self.age_from = np.array([one.age_from for one in people], dtype=np.int32)
        self.age_to = np.array([one.age_to for one in people], dtype=np.int32)
        self.subjects = marks([one.subjects for one in people])
        names = sorted({name for one in people for name in one.topics | one.avoid})
        self.topics = marks([one.topics for one in people], names)
        self.avoid = marks([one.avoid for one in people], names)
        self.week, self.week_units = weeks(people)
        self.lost = np.array([lost(one) for one in people], dtype=np.int32)
        self.calendar_known = np.array([one.lost_weeks is not None for one in people], dtype=bool)
        self.course_weeks = np.array([one.course_weeks for one in people], dtype=np.int32)
        countries = sorted({one.country for one in people})
        self.content = content(people, countries)
        gifts = sorted({name for one in people for name in one.strengths | one.needs})
        self.strengths = marks([one.strengths for one in people], gifts)
        self.needs = marks([one.needs for one in people], gifts)
        self.first_timer = np.array([one.first_timer for one in people], dtype=bool)
        self.blocked = blocked(people)

    def scores(self, first: int, last: int) -> Scores:
        """The seats from `first` until before `last`, each with everybody it may work with."""
        rows = slice(first, last)
        level = best_common(self.levels[rows], self.levels)
        apart = np.maximum(self.age_from[rows, None], self.age_from) - np.minimum(
            self.age_to[rows, None], self.age_to
        )
        may: Bools = (level > 0) & (apart <= self.conditions.years_between)
        may &= self.person[rows, None] != self.person
        for a, b in self.blocked:
            if first <= a < last:
                may[a - first, b] = False
        near, other = np.nonzero(may)
        one = near + first
        points = (
            share(self.weights.language, LEVEL_PERCENT[level[near, other]])
            + self._ages(one, other, apart[near, other])
            + share(self.weights.subjects, common(self.subjects, rows, one, other))
            + self._topics(rows, one, other)
            + self._time(rows, near, other)
            + self._calendar(one, other)
            + self._wishes(one, other)
            + self._strengths(rows, near, other)
            + self._experience(one, other)
        )
        abroad = self.country[one] != self.country[other]
        return Scores(first, last, one, other, abroad, points)

    def _ages(self, one: Ints, other: Ints, apart: Ints) -> Ints:
        span = self.age_to - self.age_from
        longer = np.maximum(span[one], span[other]) + 1
        return share(self.weights.ages, np.maximum(1 - apart, 0) * 100 // longer)

    def _topics(self, rows: slice, one: Ints, other: Ints) -> Ints:
        percent = common(self.topics, rows, one, other)
        unwelcome = (self.topics[rows] @ self.avoid.T) + (self.avoid[rows] @ self.topics.T) > 0
        hurts = unwelcome[one - rows.start, other]
        return share(self.weights.topics, np.where(hurts, 0, percent))

    def _time(self, rows: slice, near: Ints, other: Ints) -> Ints:
        units = ((self.week[rows] * self.week_units) @ self.week.T)[near, other]
        minutes = units.astype(np.int32) * UNIT
        percent = np.minimum(minutes, ENOUGH_MINUTES) * 100 // ENOUGH_MINUTES
        return share(self.weights.time, percent)

    def _calendar(self, one: Ints, other: Ints) -> Ints:
        weeks = np.maximum(1, np.minimum(self.course_weeks[one], self.course_weeks[other]))
        either = (self.lost[one] | self.lost[other]) & ((1 << weeks) - 1)
        percent = (weeks - np.bitwise_count(either).astype(np.int32)) * 100 // weeks
        known = self.calendar_known[one] & self.calendar_known[other]
        return share(self.weights.calendar, np.where(known, percent, 0))

    def _wishes(self, one: Ints, other: Ints) -> Ints:
        met = self.content[one, self.country[other]].astype(np.int32)
        back = self.content[other, self.country[one]].astype(np.int32)
        return share(self.weights.wishes, 50 * met + 50 * back)

    def _strengths(self, rows: slice, near: Ints, other: Ints) -> Ints:
        gives = ((self.strengths[rows] @ self.needs.T) > 0)[near, other]
        takes = ((self.needs[rows] @ self.strengths.T) > 0)[near, other]
        return share(self.weights.strengths, 50 * gives.astype(np.int32) + 50 * takes)

    def _experience(self, one: Ints, other: Ints) -> Ints:
        mine, theirs = self.first_timer[one], self.first_timer[other]
        percent = np.where(mine != theirs, 100, np.where(mine, 0, 50))
        return share(self.weights.experience, percent.astype(np.int32))


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
        keep = scores.abroad if everything else _named(scores, whole, n)
        _collect(scores, keep, partners)
        if companions:
            near = ~scores.abroad
            if not everything:
                near &= whole[scores.one] | whole[scores.other]
            _collect(scores, near, same_country)
        progress("candidates", last, n)
    seats = tuple(_seat(one, may_trio, crowd.conditions) for one in crowd.people)
    return Pool(seats, dict(sorted(partners.items())), dict(sorted(same_country.items())))


def widened(crowd: Crowd, pool: Pool, seats: Iterable[int]) -> Pool:
    """The pool with everybody these seats may work with, however weak the fit."""
    partners, companions = dict(pool.partners), dict(pool.companions)
    for seat in seats:
        scores = crowd.scores(seat, seat + 1)
        _collect(scores, scores.abroad, partners)
        _collect(scores, ~scores.abroad, companions)
    return Pool(pool.seats, dict(sorted(partners.items())), dict(sorted(companions.items())))


def _named(scores: Scores, whole: Bools, n: int) -> Bools:
    """Each seat's best few, and all pairs of whoever has few anyway.

    Ties fall by a fixed shuffle, so that no seat is named by everybody.
    """
    low, high = np.minimum(scores.one, scores.other), np.maximum(scores.one, scores.other)
    shuffle = (low.astype(np.int64) * 7919 + high.astype(np.int64) * 104729) % 9973
    rank = np.full((scores.last - scores.first, n), -1, dtype=np.int32)
    near = scores.one - scores.first
    rank[near, scores.other] = np.where(scores.abroad, scores.points * 10000 + shuffle, -1)
    worst = -np.partition(-rank, min(BEST_EACH, n - 1), axis=1)[:, min(BEST_EACH, n - 1)]
    scarce = (rank >= 0).sum(axis=1) <= KEPT_WHOLE
    best = rank[near, scores.other] > worst[near]
    kept: Bools = (best | scarce[near] | whole[scores.one]) & scores.abroad
    return kept


def _collect(scores: Scores, keep: Bools, into: dict[Edge, int]) -> None:
    one, other = scores.one[keep], scores.other[keep]
    low, high = np.minimum(one, other), np.maximum(one, other)
    points = scores.points[keep].tolist()
    into.update(zip(zip(low.tolist(), high.tolist(), strict=True), points, strict=True))


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
