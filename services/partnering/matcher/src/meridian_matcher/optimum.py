"""The best pairs and the prices that prove it: fractional first, then real, over all pairs.

A pair is worth its points and, on top, so much for being a pair at all (`per_pair`) that one pair
more outweighs any points: that puts the number of teachers placed before the fit.

Most pairs never matter. The work is done on everybody's best ones; the prices that come out are
then tried on all pairs, and whichever pair costs less than it is worth joins the work. When there
is none, what was found is the best over all pairs, however many were worked on.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.blossom import Blossoms
from meridian_matcher.duals import UNIT, Prices, too_cheap
from meridian_matcher.lp_relaxation import Longs, relax
from meridian_matcher.pairs import Edge, Pairs

BEST_EACH = 16
WHOLE_UP_TO = 20_000
"""With no more pairs than this all are worked on from the start,"""
WHOLE_EACH = 32
"""or with no more than so many per seat, as in the candidate graphs of the largest cohorts."""
NEAR_EACH = 10
"""So many pairs per seat that are nearly worth their price join before rings are repaired, since
repairing moves prices a little: otherwise it would have to be done again with them."""
SAMPLED = 16

Progress = Callable[[int, int], None]


def best_of(
    n: int, pairs: Pairs, progress: Progress = lambda *_: None
) -> tuple[list[Edge], Prices]:
    """As many pairs as possible, then the most points; and the prices that prove both."""
    if not len(pairs):
        return [], Prices(1, (0,) * n, ())
    per_pair = int(pairs.points.max()) * (n // 2) + 1
    working, after, halves = _relaxed(n, pairs, per_pair)
    if working is not pairs:
        working = _grown(working, pairs, _near(n, pairs, Prices(per_pair, _whole(halves), ())))
    while True:
        found = Blossoms((2 * halves).tolist(), _halved(after, halves), _Near(n, working, per_pair))
        found.repair(progress)
        prices = Prices(per_pair, tuple(found.prices()), tuple(found.rings()))
        lacking = too_cheap(n, pairs, prices)
        if not len(lacking):
            mates = enumerate(found.mate)
            return [(one, mate) for one, mate in mates if one < mate], prices
        working = _grown(working, pairs, lacking)


def fractional_prices(n: int, pairs: Pairs) -> Prices:
    """Prices that bound the points alone, however many pairs or trios there are."""
    if not len(pairs):
        return Prices(0, (0,) * n, ())
    return Prices(0, _whole(_relaxed(n, pairs, 0)[2]), ())


def _relaxed(n: int, pairs: Pairs, per_pair: int) -> tuple[Pairs, Longs, Longs]:
    """What was worked on, the fractional successors, and prices that suit all pairs."""
    few = len(pairs) <= max(WHOLE_UP_TO, WHOLE_EACH * n)
    working = pairs if few else pairs.only(_best_each(n, pairs))
    while True:
        worth = working.points.astype(np.int64) + per_pair
        after, halves = relax(n, working.low, working.high, worth)
        if working is pairs:
            return working, after, halves
        lacking = too_cheap(n, pairs, Prices(per_pair, _whole(halves), ()))
        if not len(lacking):
            return working, after, halves
        working = _grown(working, pairs, lacking)


def _whole(halves: Longs) -> tuple[int, ...]:
    """Prices in units."""
    return tuple((2 * halves).tolist())


def _near(n: int, pairs: Pairs, prices: Prices) -> NDArray[np.int64]:
    """The pairs that cost least beyond what they are worth, as positions; their number is estimated
    from a part of all."""
    seat = np.array(prices.seats, dtype=np.int64)
    some = slice(None, None, SAMPLED)
    over = (
        seat[pairs.low[some]] + seat[pairs.high[some]] - UNIT * pairs.points[some].astype(np.int64)
    )
    many = NEAR_EACH * n // SAMPLED
    if many >= len(over):
        return np.arange(len(pairs))
    below = int(np.partition(over, many)[many]) - UNIT * prices.per_pair
    return too_cheap(n, pairs, prices, below)


def _grown(working: Pairs, pairs: Pairs, more: NDArray[np.int64]) -> Pairs:
    return working.joined(Pairs(pairs.low[more], pairs.high[more], pairs.points[more]))


def _best_each(n: int, pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs among the best few of either seat; whoever is level with the last of them is in."""
    bins = 128
    level = pairs.points.astype(np.int64) * (bins - 1) // max(1, int(pairs.points.max()))
    counts = np.bincount(pairs.low * np.int64(bins) + level, minlength=n * bins)
    counts += np.bincount(pairs.high * np.int64(bins) + level, minlength=n * bins)
    from_above = counts.reshape(n, bins)[:, ::-1].cumsum(axis=1)
    enough = from_above >= BEST_EACH
    least = np.where(enough.any(axis=1), bins - 1 - enough.argmax(axis=1), 0)
    best: NDArray[np.bool_] = (level >= least[pairs.low]) | (level >= least[pairs.high])
    return best


def _halved(after: Longs, halves: Longs) -> list[int]:
    """Partners from successors: even rings fall into pairs, of an odd one somebody stays alone."""
    next_of, price = after.tolist(), halves.tolist()
    mate = [-1] * len(next_of)
    seen = [False] * len(next_of)
    for first in range(len(next_of)):
        ring = []
        one = first
        while not seen[one]:
            seen[one] = True
            ring.append(one)
            one = next_of[one]
        if len(ring) % 2:
            out = min(range(len(ring)), key=lambda at: (price[ring[at]], ring[at]))
            ring = ring[out + 1 :] + ring[:out]
        for a, b in zip(ring[::2], ring[1::2], strict=True):
            mate[a], mate[b] = b, a
    return mate


class _Near:
    """The worked-on pairs of a seat, with what they are worth in units of the prices."""

    def __init__(self, n: int, pairs: Pairs, per_pair: int) -> None:
        seats = np.concatenate([pairs.low, pairs.high])
        order = np.argsort(seats, kind="stable")
        self._others = np.concatenate([pairs.high, pairs.low])[order]
        points = np.concatenate([pairs.points, pairs.points]).astype(np.int64)[order]
        self._worth = UNIT * (points + per_pair)
        self._starts = np.searchsorted(seats[order], np.arange(n + 1)).tolist()

    def __call__(self, seat: int) -> tuple[list[int], list[int]]:
        mine = slice(self._starts[seat], self._starts[seat + 1])
        return self._others[mine].tolist(), self._worth[mine].tolist()
