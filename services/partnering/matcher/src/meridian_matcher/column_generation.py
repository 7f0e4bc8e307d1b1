"""Column generation: the relaxation over all groups, solved on a few of them."""

from collections.abc import Collection

import numpy as np

from meridian_matcher.columns import Columns, Relaxed
from meridian_matcher.pricing import Floats, Found, Region, Worth

PER_CENTRE = 6
NOT_SOUGHT = 0.001
"""Share of the points by which prices that suit all groups may exceed the relaxation in regions
larger than the exact ones."""
EXACT_UP_TO = 130
"""Seats up to which every group that could close the gap is tried."""
NO_PRICE = 1e15
"""More than any group is worth."""


def generated(
    columns: Columns, worth: Worth, tolerance: float, taken: Collection[int] = ()
) -> Relaxed:
    """The relaxation over all groups beside those `taken`: whichever is too cheap joins, until none
    is; or until prices that suit all are so near that the difference is not sought for."""
    region = columns.region
    busy = [place for at in taken for place in columns.groups[at]]
    not_sought = 0 if region.n <= EXACT_UP_TO else NOT_SOUGHT
    while True:
        relaxed = columns.relax(worth, taken)
        costing = charged(worth, relaxed)
        enough = not_sought * worth.points * columns.points(relaxed)
        prices = relaxed.prices.copy()
        prices[busy] = NO_PRICE
        pairs = region.pairs_above(prices, costing, tolerance)
        best = np.argsort(-pairs.over, kind="stable")[: 2 * region.n]
        trios = region.trios_above(prices, costing, tolerance, PER_CENTRE)
        new = columns.add(pairs.groups[best], worth) + columns.add(trios.groups, worth)
        if not new or lifted(region, pairs, trios).sum() <= enough:
            return relaxed


def charged(worth: Worth, relaxed: Relaxed) -> Worth:
    """Worths less what the limit on the teachers placed costs."""
    return Worth(worth.member - relaxed.per_teacher, worth.group, worth.points)


def lifted(region: Region, *found: Found) -> Floats:
    """What prices have to rise by so that none of these groups is too cheap."""
    least = np.zeros(region.n)
    for each in found:
        np.maximum.at(least, each.groups[:, 0], each.over)
    return least
