"""Pairs and trios together: the most teachers placed, then the most groups, then the best fit.

Column generation: the linear programme over all pairs and trios is solved on a few of them, and
whichever group its prices make too cheap joins, until there is none (`generation`). Its value is a
bound for every way of pairs and trios. Whole groups are found by a dive (`diving`), whoever it left
joins them (`joining`), and what is lost against the bound is sought for window by window
(`windows`). In a small region a branch and bound goes on with every group that could still close
the gap, so that the answer is the best there is. All budgets are counts, never seconds.
"""

from collections.abc import Sequence

import numpy as np

from meridian_matcher.column_generation import EXACT_UP_TO, PER_CENTRE, charged, generated, lifted
from meridian_matcher.columns import TINY, Columns, Relaxed
from meridian_matcher.diving import dive
from meridian_matcher.duals import Prices
from meridian_matcher.joining import joined
from meridian_matcher.pairs import Pairs
from meridian_matcher.placing import PARTS, Packing, most_placed
from meridian_matcher.pool import Pool
from meridian_matcher.pricing import (
    LEVEL,
    PLACED,
    Floats,
    Group,
    Places,
    Region,
    Worth,
    shuffled,
)
from meridian_matcher.windows import improved

UNIT = 1000
"""Prices of the fit count in thousandths of a point."""
BEST_EACH = 8
WEIGHTIER = 30
"""One group more outweighs this many times the best fit, and one teacher more that many groups."""
NEAR_ENOUGH = 0.5
"""Points by which prices may be too low while groups are sought: they are raised at the end."""
TRIED = (3.0, 12.0)
"""Points that a group may miss its price by to be tried, at first and if that leaves a gap."""
CLOSE_ENOUGH = 0.002
"""Share of the points that is not sought for in larger regions."""
MOST_COLUMNS = 60_000


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
    relaxed = generated(columns, worth, NEAR_ENOUGH)
    placing = _whole(region, generated(columns, PLACED, TINY).prices, Worth(PARTS, 0, 0), PARTS)
    limit = most_placed(region.circles(), placing)
    columns.place_at_most(limit)
    grown = len(columns.groups) > len(relaxed.shares)
    if grown or columns.placed(relaxed) > limit + TINY:
        relaxed = generated(columns, worth, NEAR_ENOUGH)
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
    here = np.arange(region.n)
    level = region.partner + LEVEL * shuffled(here, here[:, None])
    best = np.argsort(-level, axis=1)[:, :few]
    pairs = np.column_stack([np.repeat(np.arange(region.n), few), best.ravel()])
    pairs = pairs[region.partner[pairs[:, 0], pairs[:, 1]] >= 0]
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _whole(region: Region, prices: Floats, worth: Worth, unit: float) -> Places:
    """Prices as whole numbers, rounded up, that no group is worth more than. Exact: all worths are
    whole numbers, and far below what a float holds."""
    whole = np.ceil(np.maximum(prices, 0) * unit - 1e-2)
    while True:
        pairs = region.pairs_above(whole, worth, 0)
        trios = region.trios_above(whole, worth, 0, PER_CENTRE)
        if not len(pairs.over) + len(trios.over):
            return whole.astype(np.int64)
        whole += lifted(region, pairs, trios)


def _chosen(columns: Columns, worth: Worth, relaxed: Relaxed, start: list[int]) -> list[int]:
    """Whole groups, never worse than those to start from: by a dive, whoever it left joining them;
    then, where a branch and bound is small enough, by one, and otherwise by many small ones."""
    bound = relaxed.prices.sum() + relaxed.per_teacher * columns.limit
    costing = charged(worth, relaxed)

    def gap() -> float:
        return float(bound - columns.worths(worth)[chosen].sum())

    dived = _with_those_left(columns, worth, dive(columns, worth, NEAR_ENOUGH))
    worths = columns.worths(worth)
    chosen = max(start, dived, key=lambda groups: float(worths[groups].sum()))
    if columns.region.n > EXACT_UP_TO:
        pairs = columns.region.pairs_above(relaxed.prices, costing, -TRIED[0])
        trios = columns.region.trios_above(relaxed.prices, costing, -TRIED[0], PER_CENTRE)
        columns.add(pairs.groups, worth)
        columns.add(trios.groups, worth)
        short = columns.short_of(relaxed, costing)
        within = CLOSE_ENOUGH * columns.points(relaxed)
        return improved(columns, worth, relaxed, short, chosen, within)
    for tried in TRIED:
        if gap() < 1:
            return chosen
        chosen = columns.choose(worth, columns.short_of(relaxed, costing) <= tried, chosen, 0.5)
    if gap() >= 1 and _completed(columns, worth, relaxed, -gap() - 1):
        near = columns.short_of(relaxed, costing) <= gap() + 1
        chosen = columns.choose(worth, near, chosen, 0.5)
    return chosen


def _with_those_left(columns: Columns, worth: Worth, chosen: list[int]) -> list[int]:
    """Groups after whoever is left has joined them, where there is a way."""
    region = columns.region
    groups = [tuple(region.seats[list(columns.groups[at])].tolist()) for at in chosen]
    covered = {one for group in groups for one in group}
    left = [one for one in region.seats.tolist() if one not in covered]
    if not left:
        return chosen
    places = [
        tuple(region.place[one] for one in each) for each in joined(region.pool, groups, left)
    ]
    for size in (2, 3):
        columns.add(_rows([each for each in places if len(each) == size], size), worth)
    return [columns.at(each) for each in places]


def _completed(columns: Columns, worth: Worth, relaxed: Relaxed, least: float) -> bool:
    """Whether every group that could still close the gap has joined; they may be too many."""
    region, costing = columns.region, charged(worth, relaxed)
    pairs = region.pairs_above(relaxed.prices, costing, least)
    trios = region.trios_above(relaxed.prices, costing, least, MOST_COLUMNS)
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
    costing = Worth(per_teacher, worth.group * UNIT, UNIT)
    whole = _whole(region, relaxed.prices, costing, UNIT)
    seats = _for_everybody(pool, region, whole, outside=0)
    return Prices(int(worth.group), seats, (), per_teacher, UNIT)
