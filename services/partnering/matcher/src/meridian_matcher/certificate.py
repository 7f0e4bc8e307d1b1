"""The certificate: why fewer could not stay without a partner, checkable by hand.

The argument is one set of teachers, the *bottleneck*. Take them away in thought: the others fall
apart into circles that have nobody to work with outside their circle. An odd circle in which no
trio can form needs help from the bottleneck, or keeps one person back; a bottleneck teacher helps
one circle, or two as the centre of a trio. Circles beyond that help stay with one person each.

For the fit it names a price per teacher, and for some rings of teachers, such that no pair is worth
more than it costs. What all of them cost together is what no matching can exceed.
"""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
import scipy

from meridian_matcher.duals import UNIT, Prices
from meridian_matcher.optimum import fractional_prices
from meridian_matcher.pairs import Pairs, circles
from meridian_matcher.placing import Packing, PlacingBound, placing_bound
from meridian_matcher.pool import Pool

LOOKED_THROUGH = 24
"""In larger sets a trio is taken for granted rather than looked for: the bound stays true."""
SEARCHED_UP_TO = 400_000
"""With more pairs than this only the bottleneck that the prices show is tried."""


@dataclass(frozen=True, slots=True)
class FitBound:
    """No matching has more `points` that places as many teachers in as many groups; none at all where
    the prices count neither."""

    points: int
    prices: Prices


@dataclass(frozen=True, slots=True)
class Certificate:
    """`unmatched_at_least` holds for every possible matching; `bottleneck` proves it, or `placing`
    where that is set."""

    unmatched_at_least: int
    bottleneck: tuple[int, ...]
    needy: tuple[tuple[int, ...], ...]
    """The odd circles that need help."""
    help_available: int
    country: str | None
    """Set when the needy circles are single teachers of this one country."""
    fit: FitBound | None = field(default=None, compare=False)
    """For the groups that staff have not locked."""
    placing: PlacingBound | None = field(default=None, compare=False)
    """Set when it bounds more tightly than the bottleneck does."""

    def reached(self, unmatched: int) -> bool:
        return unmatched == self.unmatched_at_least


def certify(
    pool: Pool,
    groups: Sequence[Sequence[int]],
    unmatched: Sequence[int],
    *,
    trios: bool,
    apart: Collection[int] = (),
    prices: Prices | None = None,
    packing: Packing | None = None,
    fit: bool = True,
    priced_first: bool = False,
) -> Certificate:
    """The best bound that the known bottlenecks and prices give. Seats `apart` are already placed.

    With the solver's `prices` the certificate bounds the fit as well. Of bottlenecks that prove as
    much the smallest is taken, or with `priced_first` the one that the prices show.
    """
    candidates: list[Collection[int]] = [()]
    if unmatched:
        if prices is not None:
            candidates.append(_priced_bottleneck(prices))
        if prices is None or (trios and len(pool.partners) <= SEARCHED_UP_TO):
            candidates.append(_hall_bottleneck(pool, trios=trios))
            mates = {one: other for group in groups for one, other in _first_pair(pool, group)}
            candidates.append(_edmonds_bottleneck(pool, mates, apart))
    certificates = [prove(pool, bottleneck, trios=trios, apart=apart) for bottleneck in candidates]
    priced = certificates[1] if priced_first and len(certificates) > 1 else None
    best = max(
        certificates,
        key=lambda one: (one.unmatched_at_least, one is priced, -len(one.bottleneck)),
    )
    if packing is not None:
        placing = placing_bound(pool, packing.placing, apart)
        if placing.unmatched_at_least > best.unmatched_at_least:
            least = placing.unmatched_at_least
            best = replace(best, unmatched_at_least=least, placing=placing)
    if prices is None or not fit:
        return best
    if not trios:
        return replace(best, fit=_fit_in_pairs(prices, len(groups)))
    found = _fit_in_trios(pool)
    if packing is not None and packing.fit is not None:
        tighter = _fit_in_packing(packing.fit, groups)
        found = min(found, tighter, key=lambda one: one.points)
    return replace(best, fit=found)


def _fit_in_pairs(prices: Prices, pairs: int) -> FitBound:
    return FitBound(prices.total // UNIT - pairs * prices.per_pair, prices)


def _fit_in_trios(pool: Pool) -> FitBound:
    """A trio's points are the mean of its pairs, and at least two of them are partners.

    Their prices cover those two; what remains covers the third as soon as two of one country cost
    two thirds of their points together.
    """
    near = Pairs.of(pool.companions)
    near = Pairs(near.low, near.high, (2 * near.points + 2) // 3)
    prices = fractional_prices(len(pool.seats), Pairs.of(pool.partners).beside(near))
    return FitBound(prices.total // UNIT, prices)


def _fit_in_packing(prices: Prices, groups: Sequence[Sequence[int]]) -> FitBound:
    """What is paid beyond the teachers placed and the groups."""
    placed = sum(len(group) for group in groups)
    paid = prices.total - prices.per_teacher * placed
    return FitBound(paid // prices.unit - len(groups) * prices.per_pair, prices)


def prove(
    pool: Pool, bottleneck: Collection[int], *, trios: bool, apart: Collection[int] = ()
) -> Certificate:
    """What this bottleneck proves. Anybody can repeat it: it uses the admissible pairs only."""
    away, placed = set(bottleneck), set(apart)
    needy = tuple(
        circle
        for circle in _circles(pool, away)
        if len(circle) % 2 == 1
        and not placed.intersection(circle)
        and not (trios and _trio_inside(pool, circle))
    )
    around = pool.neighbours() if trios else ()
    help_available = sum(_helps(pool, one, around, trios=trios) for one in away)
    countries = {pool.seats[circle[0]].country for circle in needy}
    single = all(len(circle) == 1 for circle in needy)
    return Certificate(
        unmatched_at_least=max(0, len(needy) - help_available),
        bottleneck=tuple(sorted(away)),
        needy=needy,
        help_available=help_available,
        country=countries.pop() if single and len(countries) == 1 else None,
    )


def _circles(pool: Pool, away: Collection[int]) -> list[tuple[int, ...]]:
    """The circles that remain without the seats `away`, which are in none of them."""
    members: dict[int, list[int]] = {}
    for seat, circle in enumerate(circles(len(pool.seats), Pairs.of(pool.partners), away).tolist()):
        if seat not in away:
            members.setdefault(circle, []).append(seat)
    return sorted(tuple(circle) for circle in members.values())


def _priced_bottleneck(prices: Prices) -> set[int]:
    """Who costs as much as a whole pair is worth, where others cost half or nothing."""
    whole = UNIT * prices.per_pair
    return {seat for seat, price in enumerate(prices.seats) if price > whole * 3 // 4}


def _helps(pool: Pool, one: int, around: Sequence[list[int]], *, trios: bool) -> int:
    if not (trios and pool.seats[one].may_trio):
        return 1
    near = [other for other in around[one] if pool.seats[other].may_trio]
    if len(near) > LOOKED_THROUGH:
        return 2
    return 2 if any(pool.spans((one, *two)) for two in combinations(near, 2)) else 1


def _trio_inside(pool: Pool, circle: Collection[int]) -> bool:
    """Whether three of the circle could form a trio; large circles are trusted to."""
    willing = sorted(one for one in circle if pool.seats[one].may_trio)
    if len(willing) > LOOKED_THROUGH:
        return True
    return any(pool.spans(three) for three in combinations(willing, 3))


def _first_pair(pool: Pool, group: Sequence[int]) -> list[tuple[int, int]]:
    """A pair of foreign partners inside the group, both ways round."""
    for i, a in enumerate(group):
        for b in group[i + 1 :]:
            if (min(a, b), max(a, b)) in pool.partners:
                return [(a, b), (b, a)]
    return []


def _hall_bottleneck(pool: Pool, *, trios: bool) -> set[int]:
    """The neighbours of the set that lacks partners most: a minimum cut of the double cover."""
    n, neighbours = len(pool.seats), pool.neighbours()
    source, sink = 2 * n, 2 * n + 1
    rows, columns, capacity = [], [], []
    for one in range(n):
        rows += [source, n + one]
        columns += [one, sink]
        capacity += [1, _helps(pool, one, neighbours, trios=trios)]
    for a, b in pool.partners:
        rows += [a, b]
        columns += [n + b, n + a]
        capacity += [n, n]
    network = scipy.sparse.csr_array(
        (np.array(capacity, dtype=np.int32), (rows, columns)), shape=(2 * n + 2, 2 * n + 2)
    )
    flow = scipy.sparse.csgraph.maximum_flow(network, source, sink)
    residual = scipy.sparse.csr_array(network - flow.flow)
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    reached = set(
        scipy.sparse.csgraph.breadth_first_order(
            residual, source, return_predecessors=False
        ).tolist()
    )
    lacking = {one for one in range(n) if one in reached}
    around = {one for one in range(n) if n + one in reached}
    return around - (lacking - around)


def _edmonds_bottleneck(pool: Pool, mate: dict[int, int], apart: Collection[int] = ()) -> set[int]:
    """The set A of Gallai and Edmonds, read off alternating trees grown from every one unmatched."""
    n = len(pool.seats)
    neighbours = pool.neighbours()
    base = list(range(n))
    parent: dict[int, int] = {}
    roots = [one for one in range(n) if one not in mate and one not in apart]
    outer = set(roots)
    queue = deque(roots)

    def ancestors(one: int) -> list[int]:
        found = [base[one]]
        while base[found[-1]] in mate and mate[base[found[-1]]] in parent:
            found.append(base[parent[mate[base[found[-1]]]]])
        return found

    def shrink(a: int, b: int, meeting: int, inside: set[int]) -> None:
        while base[a] != meeting:
            inside |= {base[a], base[mate[a]]}
            parent[a] = b
            b = mate[a]
            a = parent[mate[a]]

    while queue:
        a = queue.popleft()
        for b in neighbours[a]:
            if base[a] == base[b]:
                continue
            if b in outer:
                above = ancestors(a)
                meeting = next((one for one in ancestors(b) if one in set(above)), None)
                if meeting is None:
                    # Two trees meet: more pairs would be possible, as beside trios. No set A then.
                    return set()
                inside: set[int] = set()
                shrink(a, b, meeting, inside)
                shrink(b, a, meeting, inside)
                for one in range(n):
                    if base[one] in inside:
                        base[one] = meeting
                        if one not in outer:
                            outer.add(one)
                            queue.append(one)
            elif b not in parent and b in mate:
                parent[b] = a
                outer.add(mate[b])
                queue.append(mate[b])
    return {near for one in outer for near in neighbours[one]} - outer
