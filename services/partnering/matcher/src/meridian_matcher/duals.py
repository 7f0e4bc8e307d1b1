"""Prices of seats and of odd rings, the duals of the linear programme; and pairs they do not pay for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.lp_relaxation import Longs
from meridian_matcher.pairs import AnyWhole, Pairs

AT_ONCE = 1 << 20
UNIT = 4
"""Prices count in quarters of a point, so that all of them are whole numbers."""

Ring = tuple[tuple[int, ...], int]


@dataclass(frozen=True, slots=True)
class Prices:
    """For every pair the prices of both, and of each ring that holds both, sum up to four times
    `points + per_pair` at least."""

    per_pair: int
    seats: tuple[int, ...]
    rings: tuple[Ring, ...]
    per_teacher: int = 0
    """With trios: what each teacher placed adds to the worth of a group, in units."""
    unit: int = UNIT

    @property
    def total(self) -> int:
        """No pairs of disjoint seats are worth more: a ring holds no more than half its seats in
        pairs, rounded down."""
        return sum(self.seats) + sum(price * (len(ring) // 2) for ring, price in self.rings)


def too_cheap(n: int, pairs: Pairs, prices: Prices, below: int = 0) -> NDArray[np.int64]:
    """The pairs whose prices do not reach what they are worth, as positions in `pairs`; or that are
    less than `below` units beyond it."""
    shortfall = Shortfall(n, prices)
    found = []
    for start in range(0, len(pairs), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        low, high, points = pairs.low[part], pairs.high[part], pairs.points[part]
        found.append(start + shortfall.of(low, high, points, below)[0])
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


class Shortfall:
    """By how much pairs cost less than they are worth."""

    def __init__(self, n: int, prices: Prices) -> None:
        self._seat = np.array(prices.seats, dtype=np.int64)
        self._per_pair = prices.per_pair
        self._layers = _layers(n, prices.rings)

    def of(
        self, low: AnyWhole, high: AnyWhole, points: AnyWhole, below: int = 0
    ) -> tuple[NDArray[np.int64], Longs]:
        """Where those are that are less than `below` units beyond it, and what they miss it by."""
        over = self._seat[low] + self._seat[high]
        over -= UNIT * (points.astype(np.int64) + self._per_pair)
        at = np.arange(len(low))
        for ring_of, price_of in self._layers:
            short = over < below
            at, low, high, over = at[short], low[short], high[short], over[short]
            ring = ring_of[low]
            over += np.where(ring == ring_of[high], price_of[ring], 0)
        short = over < below
        return at[short], -over[short]


def _layers(n: int, rings: tuple[Ring, ...]) -> list[tuple[NDArray[np.int32], Longs]]:
    """Rings lie inside each other or apart; each layer holds some that lie apart."""
    layers: list[tuple[NDArray[np.int32], list[int]]] = []
    depth = np.zeros(n, dtype=np.int64)
    for ring, price in sorted(rings, key=lambda one: (-len(one[0]), one)):
        seats = np.array(ring)
        at = int(depth[seats].max())
        depth[seats] = at + 1
        if at == len(layers):
            layers.append((np.zeros(n, dtype=np.int32), [0]))
        layers[at][0][seats] = len(layers[at][1])
        layers[at][1].append(price)
    return [(ring_of, np.array(prices, dtype=np.int64)) for ring_of, prices in layers]
