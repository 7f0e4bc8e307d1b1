"""Which groups are worth more than their members cost: the pricing of a column generation.

Every trio of two countries has a *centre* that is a partner of both others, so that all trios are
found by looking at each seat and at the pairs among its partners.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.pairs import Pairs, circles
from meridian_matcher.pool import Pool

Group = tuple[int, ...]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Table = NDArray[np.int16]

NEVER = -1
LEVEL = 1e-3
"""What is worth no more than this beyond another is level with it."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a group is worth: so much per member, for being a group, and per point of its fit."""

    member: float
    group: float = 0.0
    points: float = 1.0


PLACED = Worth(1.0, points=0.0)
"""Counts the teachers placed, and nothing else."""


@dataclass(frozen=True, slots=True)
class Found:
    """Groups of one size, a row each, by their places in the region; and what each is worth beyond
    its price."""

    groups: Places
    over: Floats


class Region:
    """Some seats of a pool and everybody they may work with, as dense tables of points."""

    def __init__(self, pool: Pool, seats: Sequence[int]) -> None:
        self.pool, self.seats, self.n = pool, np.array(seats, dtype=np.int64), len(seats)
        self.place = {seat: place for place, seat in enumerate(seats)}
        self.partner = self._table(Pairs.of(pool.partners))
        self.any = np.maximum(self.partner, self._table(Pairs.of(pool.companions)))
        low, high = np.nonzero(np.triu(self.partner > NEVER, 1))
        self.pairs = np.column_stack([low, high])
        chosen = [pool.seats[seat] for seat in seats]
        self.may_trio = np.array([one.may_trio for one in chosen], dtype=bool)
        # Whoever names no language speaks what the others speak.
        names = sorted({name for one in chosen for name in one.languages})
        spoken = [[not one.languages, *(name in one.languages for name in names)] for one in chosen]
        self.speaks = np.array(spoken, dtype=bool).reshape(self.n, len(names) + 1)
        self.speaks |= self.speaks[:, :1]

    def _table(self, pairs: Pairs) -> Table:
        place = np.full(len(self.pool.seats), NEVER, dtype=np.int64)
        place[self.seats] = np.arange(self.n)
        low, high = place[pairs.low], place[pairs.high]
        inside = (low > NEVER) & (high > NEVER)
        table = np.full((self.n, self.n), NEVER, dtype=np.int16)
        table[low[inside], high[inside]] = pairs.points[inside]
        table[high[inside], low[inside]] = pairs.points[inside]
        return table

    def circles(self) -> NDArray[np.int32]:
        """Per place the number of its connected circle."""
        low, high = self.pairs.astype(np.int32).T
        return circles(self.n, Pairs(low, high, np.zeros_like(low)))

    def points(self, groups: Places) -> Places:
        """Of pairs or of trios, a row each."""
        a, b = groups[:, 0], groups[:, 1]
        if groups.shape[1] == 2:
            return self.partner[a, b].astype(np.int64)
        c = groups[:, 2]
        three = self.any[[a, a, b], [b, c, c]].astype(np.int64)
        total: Places = three.sum(axis=0) // 3
        return total

    def pairs_above(self, prices: Floats, worth: Worth, least: float) -> Found:
        """Pairs worth more than `least` beyond their price."""
        over = _value(self.points(self.pairs), 2, worth) - prices[self.pairs].sum(axis=1)
        above = over > least
        return Found(self.pairs[above], over[above])

    def trios_above(self, prices: Floats, worth: Worth, least: float, most: int) -> Found:
        """Trios worth more than `least` beyond their price; of each centre the best `most`."""
        groups, overs = [np.zeros((0, 3), dtype=np.int64)], [np.zeros(0)]
        highest = 3 * worth.member + worth.group + worth.points * int(self.any.max(initial=0))
        for centre in np.nonzero(self.may_trio)[0].tolist():
            near = np.nonzero((self.partner[centre] > NEVER) & self.may_trio)[0]
            near = near[highest - prices[near] - prices[centre] > least]
            if len(near) < 2:
                continue
            found = self._around(centre, near, prices, worth, least, most)
            groups.append(found.groups)
            overs.append(found.over)
        every = np.concatenate(groups)
        # A trio of three countries has three centres.
        _, first = np.unique(every, axis=0, return_index=True)
        return Found(every[first], np.concatenate(overs)[first])

    def _around(
        self, centre: int, near: Places, prices: Floats, worth: Worth, least: float, most: int
    ) -> Found:
        between = self.any[np.ix_(near, near)]
        spoken = self.speaks[near][:, self.speaks[centre]].astype(np.float32)
        usable = np.triu((between > NEVER) & (spoken @ spoken.T > 0), 1)
        i, j = np.nonzero(usable)
        mine = self.partner[centre, near].astype(np.int64)
        points = (mine[i] + mine[j] + between[i, j]) // 3
        over = _value(points, 3, worth) - prices[centre] - prices[near[i]] - prices[near[j]]
        above = np.nonzero(over > least)[0]
        if len(above) > most:
            above = above[_best_spread(i[above], j[above], over[above], most, centre)]
        trios = np.column_stack([np.full(len(above), centre), near[i[above]], near[j[above]]])
        return Found(np.sort(trios, axis=1), over[above])


def _value(points: Places, size: int, worth: Worth) -> Floats:
    value: Floats = size * worth.member + worth.group + worth.points * points.astype(np.float64)
    return value


def _best_spread(i: Places, j: Places, over: Floats, most: int, salt: int) -> Places:
    """The best `most` of which no seat is in more than a few, so that they differ.

    Where many are level a shuffle decides, another one for each `salt`: otherwise every centre of a
    cohort whose teachers are much alike would name the same few.
    """
    rank = over + LEVEL * shuffled(i * 7_919 + j, salt)
    if len(rank) > 64 * most:
        best = np.argpartition(-rank, 64 * most)[: 64 * most]
    else:
        best = np.arange(len(rank))
    order = best[np.lexsort((j[best], i[best], -rank[best]))]
    count: dict[int, int] = {}
    chosen = []
    for at in order.tolist():
        one, other = int(i[at]), int(j[at])
        if count.get(one, 0) < 2 and count.get(other, 0) < 2:
            count[one], count[other] = count.get(one, 0) + 1, count.get(other, 0) + 1
            chosen.append(at)
            if len(chosen) == most:
                break
    return np.array(chosen, dtype=np.int64)


def shuffled(numbers: Places, salt: int | Places) -> Floats:
    """For each number another below one, the same on every machine."""
    found: Floats = ((numbers * 40_503 + salt * 30_029) % 65_521) / 65_521
    return found
