"""Pairs and trios together: the most teachers placed, then the most groups, then the best fit.

Column generation: the linear programme over all pairs and trios is solved on a few of them, and
whichever group its prices make too cheap joins, until there is none. Its value is a bound for every
way of pairs and trios. A branch and bound over the groups near it then finds whole groups; where it
misses the bound in a small region, it is repeated with every group that could still close the gap,
so that the answer is the best there is.
"""

from collections.abc import Sequence

import numpy as np

from partnering.matching.columns import Columns, Relaxed
from partnering.matching.optimum import Prices
from partnering.matching.pairs import Pairs
from partnering.matching.placing import PARTS, Packing, most_placed
from partnering.matching.pool import Pool
from partnering.matching.pricing import PLACED, Floats, Group, Places, Region, Worth

UNIT = 1000
"""Prices of the fit count in thousandths of a point."""
BEST_EACH = 8
PER_CENTRE = 6
WEIGHTIER = 30
"""One group more outweighs this many times the best fit, and one teacher more that many groups."""
NEAR_ENOUGH = 0.5
"""Points by which prices may be too low while groups are sought: they are raised at the end."""
EXACT_UP_TO = 300
"""Seats up to which every group that could close the gap is tried."""
TRIED = (3.0, 12.0)
"""Points that a group may miss its price by to be tried, at first and if that leaves a gap."""
CLOSE_ENOUGH = 0.002
"""Share of the points that is not sought for in larger regions."""
MOST_COLUMNS = 60_000
TINY = 1e-6


def pack(pool: Pool, seats: Sequence[int], start: Sequence[Group]) -> Packing:
    """The best groups among these seats, never worse than those to start from.

    The seats are whole circles of the pool. The fit is bounded when nobody else has a partner.
    """
    region = Region(pool, seats)
    highest = max(1, int(region.any.max(initial=0)))
    weightier = min(max(1, region.n // 2), WEIGHTIER)
    group = highest * weightier + 1
    worth = Worth(float((group + highest) * weightier + 1), float(group))
    columns = Columns(region)
    begun = [tuple(region.place[one] for one in each) for each in start]
    for size in (2, 3):
        columns.add(_rows([each for each in begun if len(each) == size], size), worth)
    columns.add(_best_pairs(region), worth)
    relaxed = _generated(columns, worth, NEAR_ENOUGH)
    placing = _whole(region, _generated(columns, PLACED, TINY).prices, Worth(PARTS, 0, 0), PARTS)
    limit = most_placed(region.circles(), placing)
    if columns.placed(relaxed) > limit + TINY:
        columns.place_at_most(limit)
        relaxed = _generated(columns, worth, NEAR_ENOUGH)
    chosen = _chosen(columns, worth, relaxed, [columns.at(each) for each in begun])
    groups = sorted(
        tuple(int(region.seats[place]) for place in columns.groups[one]) for one in chosen
    )
    return Packing(
        tuple(groups),
        # Outside these circles whoever could have a partner has one.
        _for_everybody(pool, region, placing, outside=PARTS),
        _fit_prices(pool, region, worth, relaxed),
    )


def _rows(groups: Sequence[Group], size: int) -> Places:
    return np.array(groups, dtype=np.int64).reshape(-1, size)


def _best_pairs(region: Region) -> Places:
    """Everybody's best few partners."""
    few = min(BEST_EACH, region.n)
    best = np.argsort(-region.partner, axis=1, kind="stable")[:, :few]
    pairs = np.column_stack([np.repeat(np.arange(region.n), few), best.ravel()])
    pairs = pairs[region.partner[pairs[:, 0], pairs[:, 1]] >= 0]
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _generated(columns: Columns, worth: Worth, tolerance: float) -> Relaxed:
    """The relaxation over all groups: whichever is too cheap joins, until none is."""
    region = columns.region
    while True:
        relaxed = columns.relax(worth)
        charged = _charged(worth, relaxed)
        pairs = region.pairs_above(relaxed.prices, charged, tolerance)
        best = np.argsort(-pairs.over, kind="stable")[: 2 * region.n]
        trios = region.trios_above(relaxed.prices, charged, tolerance, PER_CENTRE)
        if not columns.add(pairs.groups[best], worth) + columns.add(trios.groups, worth):
            return relaxed


def _charged(worth: Worth, relaxed: Relaxed) -> Worth:
    """Worths less what the limit on the teachers placed costs."""
    return Worth(worth.member - relaxed.per_teacher, worth.group, worth.points)


def _whole(region: Region, prices: Floats, worth: Worth, unit: float) -> Places:
    """Prices as whole numbers, rounded up, that no group is worth more than. Exact: all worths are
    whole numbers, and far below what a float holds."""
    whole = np.ceil(np.maximum(prices, 0) * unit - 1e-2)
    while True:
        pairs = region.pairs_above(whole, worth, 0)
        trios = region.trios_above(whole, worth, 0, PER_CENTRE)
        if not len(pairs.over) + len(trios.over):
            return whole.astype(np.int64)
        for found in (pairs, trios):
            np.maximum.at(lifted := np.zeros(region.n), found.groups[:, 0], found.over)
            whole += lifted


def _chosen(columns: Columns, worth: Worth, relaxed: Relaxed, start: list[int]) -> list[int]:
    """Whole groups: first around those that the relaxation leaves no doubt about, then among all
    that miss their price by little, then among more of them."""
    small = columns.region.n <= EXACT_UP_TO
    bound = relaxed.prices.sum() + relaxed.per_teacher * columns.limit
    within = 0.5 if small else CLOSE_ENOUGH * columns.points(relaxed)
    short = columns.short_of(relaxed, _charged(worth, relaxed))
    tries = [short <= tried for tried in TRIED]
    if not small:
        tries.insert(0, tries[0] & columns.beside_the_sure(relaxed))
    chosen = start
    for near in tries:
        chosen = columns.choose(worth, near, chosen, within)
        gap = bound - columns.worths(worth)[chosen].sum()
        if gap < (1 if small else worth.group):
            return chosen
    if small and _completed(columns, worth, relaxed, -gap - 1):
        near = columns.short_of(relaxed, _charged(worth, relaxed)) <= gap + 1
        chosen = columns.choose(worth, near, chosen, within)
    return chosen


def _completed(columns: Columns, worth: Worth, relaxed: Relaxed, least: float) -> bool:
    """Whether every group that could still close the gap has joined; they may be too many."""
    region, charged = columns.region, _charged(worth, relaxed)
    pairs = region.pairs_above(relaxed.prices, charged, least)
    trios = region.trios_above(relaxed.prices, charged, least, MOST_COLUMNS)
    if len(pairs.over) + len(trios.over) > MOST_COLUMNS:
        return False
    columns.add(pairs.groups, worth)
    columns.add(trios.groups, worth)
    return True


def _for_everybody(pool: Pool, region: Region, prices: Places, outside: int) -> tuple[int, ...]:
    """Prices in the region, `outside` for others who have a partner, and nothing for the rest."""
    partners = Pairs.of(pool.partners)
    everybody = np.zeros(len(pool.seats), dtype=np.int64)
    everybody[partners.low] = everybody[partners.high] = outside
    everybody[region.seats] = prices
    return tuple(everybody.tolist())


def _fit_prices(pool: Pool, region: Region, worth: Worth, relaxed: Relaxed) -> Prices | None:
    if len(region.pairs) < len(pool.partners):
        return None
    per_teacher = round((worth.member - relaxed.per_teacher) * UNIT)
    charged = Worth(per_teacher, worth.group * UNIT, UNIT)
    whole = _whole(region, relaxed.prices, charged, UNIT)
    seats = _for_everybody(pool, region, whole, outside=0)
    return Prices(int(worth.group), seats, (), per_teacher, UNIT)
