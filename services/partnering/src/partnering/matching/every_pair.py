"""Tries the prices of a run on the pairs that were not kept, and brings back those that cost too little.

Most need no look. Whatever was left out has no more points than the last pair that either of its
seats kept, so that two seats whose prices pay for that much are settled; and a seat that is settled
with the cheapest of all others is settled with everybody.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from meridian_matcher.certificate import Certificate
from meridian_matcher.duals import UNIT, Prices, Shortfall
from meridian_matcher.lp_relaxation import Longs
from meridian_matcher.pairs import AnyWhole, Edge, Pairs
from meridian_matcher.pool import Seat
from partnering.matching.arrays import Bools
from partnering.matching.candidates import Crowd
from partnering.matching.capping import NONE

MARGIN = 2 * UNIT
"""With pairs that cost too little those join that cost hardly enough: otherwise the next prices would
mostly lack some of them."""
JOIN_EACH = 32
"""So many pairs of a row join at a time, those first that miss their worth by most."""
NO_PAIRS = Pairs(*(np.zeros(0, dtype=np.int32) for _ in range(3)))
NEVER_CHEAP = np.int64(1) << 60
Places = NDArray[np.int64]


class EveryPair:
    """The pairs of a crowd beyond those in its pool, but for locked seats and forbidden pairs."""

    def __init__(self, crowd: Crowd, apart: Collection[int], barred: Collection[Edge]) -> None:
        self._crowd, self._barred = crowd, set(barred)
        self._open = np.ones(len(crowd.people), dtype=bool)
        self._open[crowd.place[list(apart)]] = False

    def lacking(self, prices: Prices) -> Pairs:
        """Partners who cost less than they are worth together."""
        return self._lacking(prices, self._crowd.unkept.abroad, abroad=True)

    def lacking_companions(self, prices: Prices) -> Pairs:
        """Two of one country who cost less than what a trio can owe to them: see `certificate`."""
        return self._lacking(prices, self._crowd.unkept.home, abroad=False)

    def _lacking(self, prices: Prices, most: Longs, *, abroad: bool) -> Pairs:
        crowd = self._crowd
        found: list[tuple[AnyWhole, ...]] = [(NO_PAIRS.low, NO_PAIRS.high, NO_PAIRS.points)]
        here = self._open & (most > NONE)
        price = np.array(prices.seats, dtype=np.int64)[crowd.order]
        # Doubled, so that each seat's half of a pair is a whole number.
        beyond = 2 * price - UNIT * (_counted(most, abroad=abroad) + prices.per_pair)
        least = beyond + _least_beside(crowd.country, beyond, here, abroad)
        if not (here & (least < 0)).any():
            return NO_PAIRS
        rows = np.nonzero(here & (beyond < MARGIN) & (least < 2 * MARGIN))[0]
        shortfall = Shortfall(len(price), prices)
        for block, start, points in crowd.blocks(rows):
            columns = slice(start, start + points.shape[1])
            foreign = crowd.country[block, None] != crowd.country[columns]
            cost = price[block, None] + price[columns] - UNIT * np.int64(prices.per_pair)
            usable = (points >= 0) & (foreign == abroad) & here[columns]
            usable &= cost < UNIT * _counted(points, abroad=abroad) + MARGIN
            row, column = np.nonzero(usable)
            one, other = crowd.order[block[row]], crowd.order[column + start]
            worth = points[row, column]
            at, missing = shortfall.of(one, other, _counted(worth, abroad=abroad), MARGIN)
            at = at[_most_of_each(row[at], missing)]
            found.append((one[at], other[at], worth[at]))
        one, other, worth = (np.concatenate(part) for part in zip(*found, strict=True))
        near = Pairs.sorted_from(one, other, worth).without((), self._barred)
        lacking, _ = shortfall.of(near.low, near.high, _counted(near.points, abroad=abroad))
        return near if len(lacking) else NO_PAIRS


def _counted(points: AnyWhole, *, abroad: bool) -> Longs:
    """The points that prices have to pay for: all of partners, two thirds of companions."""
    whole = points.astype(np.int64)
    return whole if abroad else (2 * whole + 2) // 3


def _least_beside(country: AnyWhole, beyond: Longs, here: Bools, abroad: bool) -> Longs:
    """Per seat the least of all seats `here` of another country, or of its own."""
    least = np.full(int(country.max(initial=0)) + 1, NEVER_CHEAP)
    np.minimum.at(least, country[here], beyond[here])
    if not abroad:
        return least[country]
    others = np.full(len(least), NEVER_CHEAP)
    for one in range(len(least)):
        others[one] = min(np.delete(least, one), default=NEVER_CHEAP)
    return others[country]


def _most_of_each(row: Places, missing: Longs) -> Places:
    """Where the first few of each row are, those that miss most first."""
    order = np.lexsort((-missing, row))
    sorted_rows = row[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_rows, sorted_rows)
    return order[rank < JOIN_EACH]


def bounds_everything(
    certificate: Certificate, prices: Prices | None, seats: Sequence[Seat], *, trios: bool
) -> bool:
    """Whether the bottleneck holds for all pairs, once the prices suit all of them.

    A pair that leads from a needy circle to anybody but the bottleneck would cost less than being a
    pair is worth. Where pairs that were not kept could form a trio, it is taken for granted.
    """
    if prices is None or certificate.placing is not None:
        return False
    away = set(certificate.bottleneck)
    circle_of = {one: at for at, circle in enumerate(certificate.needy) for one in circle}
    if any(len({circle_of.get(one) for one in ring}) > 1 for ring, _ in prices.rings):
        return False
    if trios:
        if certificate.help_available < sum(2 if seats[one].may_trio else 1 for one in away):
            return False
        if any(sum(seats[one].may_trio for one in each) > 2 for each in certificate.needy):
            return False
    needy = max((prices.seats[one] for one in circle_of), default=0)
    others = max((price for one, price in enumerate(prices.seats) if one not in away), default=0)
    return needy + others < UNIT * prices.per_pair
