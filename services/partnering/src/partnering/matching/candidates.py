"""Who could partner whom: the rules of fit for a whole cohort at once, as arrays.

Gives exactly the points of `partnering.fit.rules.fit`, pair by pair (a test compares them), some
thousand times faster. Teachers are put in the order of their pupils' ages, so that only those near
each other are looked at. Up to ten thousand of them, and so many million pairs, every admissible
pair is kept; in larger cohorts each names its best few, and whoever has few keeps them all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.pairs import Pairs
from meridian_matcher.pool import Pool, Seat
from partnering.fit.rules import LEVELS, Candidate, Conditions, Weights
from partnering.matching.arrays import Bools, Ints, codes, never_together
from partnering.matching.aspects import NEVER, Points, aspects
from partnering.matching.capping import NONE, Unkept, best_few, spread
from partnering.matching.musts import Musts

ALL_PAIRS_UP_TO = 10_000
ALL_PAIRS_IF_AT_MOST = 16_000_000
"""Counted from every so-manieth teacher: with more, memory would be the limit, and among so many
choices the best of each are enough."""
COUNTED_FROM = 200
BEST_EACH = 24
DENSE_EACH, DENSE_SPREAD = 64, 128
"""Where only the number of pairs is too large: so many of the best, and so many of any points, as
those whom everybody likes best cannot have a place for all."""
KEPT_WHOLE = 96
"""Seats with no more partners than this keep them all: they are hard enough to place."""
WIDENED_BY = 4_000_000
"""So many pairs at most join when those who stay alone are looked at again."""
CELLS_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class Scores:
    """Pairs that keep every rule but perhaps the country: who, whether abroad, and the points."""

    one: Ints
    other: Ints
    abroad: Bools
    points: Points

    def only(self, keep: Bools) -> "Scores":
        return Scores(self.one[keep], self.other[keep], self.abroad[keep], self.points[keep])


class Crowd:
    """The candidates of one run, in the order of their ids; `order` is that of their ages."""

    def __init__(
        self, people: Iterable[Candidate], weights: Weights, conditions: Conditions
    ) -> None:
        self.people = sorted(people, key=lambda one: str(one.enrolment_id))
        if len({one.enrolment_id for one in self.people}) < len(self.people):
            raise ValueError("one enrolment is there twice")
        self.conditions = conditions
        self.order = np.array(
            sorted(
                range(len(self.people)),
                key=lambda at: (self.people[at].age_from, self.people[at].age_to, at),
            ),
            dtype=np.int32,
        )
        self.place = np.argsort(self.order)
        by_age = [self.people[at] for at in self.order]
        self.age_from = np.array([one.age_from for one in by_age], dtype=np.int64)
        self.age_to = np.array([one.age_to for one in by_age], dtype=np.int64)
        self.country = codes([one.country for one in by_age])
        self.aspects = aspects(by_age, weights, conditions)
        self.musts = Musts(by_age)
        self.apart = never_together(by_age)
        self.unkept = Unkept.nothing(len(by_age))
        """What the last pool of these candidates left out."""

    def keeps_all_pairs(self) -> bool:
        """Whether every admissible pair is to be kept."""
        n = len(self.people)
        if n > ALL_PAIRS_UP_TO:
            return False
        if n * n // 2 <= ALL_PAIRS_IF_AT_MOST:
            return True
        places = np.arange(0, n, max(1, n // COUNTED_FROM))
        found = sum(int((points >= 0).sum()) for _, _, points in self.blocks(places))
        return found * n // len(places) // 2 <= ALL_PAIRS_IF_AT_MOST

    def scores(self, seats: Sequence[int]) -> Scores:
        """These seats, each with everybody they may work with, or with their best many."""
        places = np.sort(self.place[np.asarray(seats, dtype=np.int64)])
        each = max(KEPT_WHOLE, WIDENED_BY // max(1, len(places)))
        parts = []
        for rows, start, points in self.blocks(places):
            if points.shape[1] <= each:
                parts.append(_found(rows, start, points))
                continue
            for row, mine in zip(rows.tolist(), points, strict=True):
                kept, _ = best_few(mine, row, 0, each // 2, each)
                kept = np.union1d(kept, spread(mine, row, each // 2))
                one = np.full(len(kept), row, dtype=np.int32)
                parts.append(_scores(one, (kept + start).astype(np.int32), mine[kept]))
        return self._named(_joined(parts))

    def pairs(self, progress: Callable[[int], None]) -> Scores:
        """Every two who may work together, once."""
        parts = []
        for rows, start, points in self.blocks(np.arange(len(self.people)), once=True):
            parts.append(_found(rows, start, points))
            progress(int(rows[-1]) + 1)
        return self._named(_joined(parts))

    def best(
        self, whole: Bools, progress: Callable[[int], None], *, companions: bool = True
    ) -> Scores:
        """Everybody's best few abroad, and all pairs of whoever has few or is `whole`."""
        parts = []
        self.unkept = left_out = Unkept.nothing(len(self.people))
        dense = len(self.people) <= ALL_PAIRS_UP_TO
        few, far = (DENSE_EACH, DENSE_SPREAD) if dense else (BEST_EACH, 0)
        whole = whole[self.order]
        home = np.arange(int(self.country.max()) + 1)[:, None] == self.country
        at_home = np.where(home, np.int16(NEVER), np.int16(0))
        last = 0
        for rows, start, points in self.blocks(np.arange(len(self.people))):
            columns = slice(start, start + points.shape[1])
            for row, mine in zip(rows.tolist(), points, strict=True):
                if whole[row]:
                    kept = np.nonzero(mine >= 0)[0]
                else:
                    if companions:
                        compatriots = home[self.country[row], columns]
                        left_out.home[row] = mine.max(where=compatriots, initial=NONE)
                    np.add(mine, at_home[self.country[row], columns], out=mine)
                    kept, last = best_few(mine, row, max(0, last - 2), few, KEPT_WHOLE)
                    left_out.abroad[row] = last
                    if far:
                        kept = np.union1d(kept, spread(mine, row, far))
                one = np.full(len(kept), row, dtype=np.int32)
                parts.append(_scores(one, (kept + start).astype(np.int32), mine[kept]))
            progress(int(rows[-1]) + 1)
        return self._named(_joined(parts))

    def blocks(
        self, places: NDArray[np.int64], *, once: bool = False
    ) -> Iterator[tuple[NDArray[np.int64], int, Points]]:
        """Rows in the order of ages, where their columns start, and the points; below zero: never.

        With `once` a row looks only at those after it.
        """
        longest = int((self.age_to - self.age_from).max(initial=0))
        far = self.conditions.years_between
        at = 0
        while at < len(places):
            first = places[at]
            start = int(np.searchsorted(self.age_from, self.age_from[first] - longest - far))
            start = int(first) if once else start
            end = int(np.searchsorted(self.age_from, self.age_to[first] + far, side="right"))
            rows = places[at : at + max(1, min(256, CELLS_AT_ONCE // max(1, end - start)))]
            at += len(rows)
            most = int(self.age_to[rows].max()) + far
            end = int(np.searchsorted(self.age_from, most, side="right"))
            columns = slice(start, end)
            points = self.aspects[0].points(rows, columns)
            for aspect in self.aspects[1:]:
                points += aspect.points(rows, columns)
            broken = self.musts.broken(rows, columns)
            if broken is not None:
                points[broken] = NEVER
            for number, row in enumerate(rows.tolist()):
                for other in self.apart[row]:
                    if start <= other < end:
                        points[number, other - start] = NEVER
                if once:
                    points[number, : row - start] = NEVER
            yield rows, start, points

    def _named(self, scores: Scores) -> Scores:
        """By their ids instead of their ages."""
        abroad = self.country[scores.one] != self.country[scores.other]
        return Scores(self.order[scores.one], self.order[scores.other], abroad, scores.points)


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

    def at(done: int) -> None:
        progress("candidates", done, n)

    if crowd.keeps_all_pairs():
        scores = crowd.pairs(at)
    else:
        whole = np.zeros(n, dtype=bool)
        whole[list(all_of)] = True
        scores = crowd.best(whole, at, companions=companions)
    seats = tuple(_seat(one, may_trio, crowd.conditions) for one in crowd.people)
    near = scores.only(~scores.abroad & companions)
    return Pool(seats, _pairs(scores.only(scores.abroad)), _pairs(near))


def widened(crowd: Crowd, pool: Pool, seats: Sequence[int]) -> Pool:
    """The pool with everybody these seats may work with, however weak the fit."""
    scores = crowd.scores(seats)
    return pool.joined(_pairs(scores.only(scores.abroad)), _pairs(scores.only(~scores.abroad)))


def _scores(one: Ints, other: Ints, points: Points) -> Scores:
    return Scores(one, other, np.zeros(0, dtype=bool), points)


def _found(rows: NDArray[np.int64], start: int, points: Points) -> Scores:
    near, column = np.nonzero(points >= 0)
    return _scores(
        rows[near].astype(np.int32), (column + start).astype(np.int32), points[near, column]
    )


def _joined(parts: Sequence[Scores]) -> Scores:
    nobody = np.zeros(0, dtype=np.int32)
    return Scores(
        np.concatenate([nobody, *(one.one for one in parts)]),
        np.concatenate([nobody, *(one.other for one in parts)]),
        np.zeros(0, dtype=bool),
        np.concatenate([nobody.astype(np.int16), *(one.points for one in parts)]),
    )


def _pairs(scores: Scores) -> Pairs:
    return Pairs.sorted_from(scores.one, scores.other, scores.points)


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
        insists=bool(one.musts),
    )
