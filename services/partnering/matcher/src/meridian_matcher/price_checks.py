"""Checks, pair by pair and trio by trio, that prices pay for whatever could be formed.

A trio of three countries is always paid for once its pairs are: each seat's price is in two of
them. So only trios with two of one country are gone through, around the partner of both.
"""

from collections.abc import Collection, Iterator, Sequence

from meridian_matcher.certificate import FitBound
from meridian_matcher.duals import Prices
from meridian_matcher.placing import PARTS, PlacingBound
from meridian_matcher.pool import Pool


def placing_faults(
    pool: Pool, bound: PlacingBound, apart: Collection[int], *, trios: bool
) -> Iterator[str]:
    """Every pair costs two teachers and every trio three, so that nobody is placed unpaid.

    Of two of one country only those matter that cost less than one teacher each: with another, the
    pair of the third already pays for all three.
    """
    price = bound.prices
    for a, b in pool.partners:
        if price[a] + price[b] < 2 * PARTS:
            yield f"the pair {a}, {b} costs less than two teachers"
    for centre, near in enumerate(_around(pool)) if trios else ():
        if price[centre] >= 3 * PARTS or not pool.seats[centre].may_trio:
            continue
        cheap = [one for one in near if price[one] < PARTS and pool.seats[one].may_trio]
        for number, a in enumerate(cheap):
            for b in cheap[number + 1 :]:
                if price[centre] + price[a] + price[b] < 3 * PARTS and pool.spans((centre, a, b)):
                    yield f"the trio {centre}, {a}, {b} costs less than three teachers"
    free = set(range(len(pool.seats))) - set(apart)
    placed = sum(
        min(len(circle & free), sum(price[one] for one in circle & free) // PARTS)
        for circle in _circles(pool)
    )
    if bound.unmatched_at_least > max(0, len(free) - placed):
        yield "the prices of the placing do not give the claimed bound"


def fit_faults(
    pool: Pool, groups: Sequence[Sequence[int]], fit: FitBound, *, trios: bool
) -> Iterator[str]:
    """No group is worth more than it costs, so no matching is worth more than all cost together.

    Disjoint groups use each seat's price once at most, and a ring's price once for each pair inside
    it: at most half its seats, rounded down. A ring bounds no trio.
    """
    prices = fit.prices
    rings = [(frozenset(ring), price) for ring, price in prices.rings]
    around: dict[int, list[int]] = {}
    for number, (ring, _) in enumerate(rings):
        for one in ring:
            around.setdefault(one, []).append(number)
    if trios and rings:
        yield "a ring bounds no trio"
    for (a, b), points in pool.partners.items():
        cost = prices.seats[a] + prices.seats[b]
        worth = prices.unit * (points + prices.per_pair) + 2 * prices.per_teacher
        if cost < worth:
            cost += sum(rings[number][1] for number in around.get(a, ()) if b in rings[number][0])
        if cost < worth:
            yield f"the pair {a}, {b} costs less than it is worth"
    if trios:
        yield from _trios_that_cost_too_little(pool, prices)
    all_cost = sum(prices.seats) + sum(price * (len(ring) // 2) for ring, price in rings)
    all_cost -= prices.per_teacher * sum(len(group) for group in groups)
    if fit.points < all_cost // prices.unit - len(groups) * prices.per_pair:
        yield "the prices do not give the claimed bound of the fit"
    if sum(pool.points(group) for group in groups) > fit.points:
        yield "the matching has more points than the claimed bound"


def _trios_that_cost_too_little(pool: Pool, prices: Prices) -> Iterator[str]:
    """A trio's points are the mean of its three pairs. Let its centre cost x, the others y and z.

    As partners, x + y and x + z cover a pair each, so that x + y + z covers half of both and half
    of y + z besides. With y + z at two thirds of their points and two teachers that is enough.
    Where it is less, the trio is worked out.
    """
    seat, unit = prices.seats, prices.unit
    near = [set(one) if pool.seats[at].may_trio else set() for at, one in enumerate(_around(pool))]
    for (a, b), points in pool.companions.items():
        if 3 * (seat[a] + seat[b]) >= 2 * unit * points + 6 * prices.per_teacher:
            continue
        for centre in near[a] & near[b]:
            if not pool.seats[centre].may_trio:
                continue
            cost = seat[a] + seat[b] + seat[centre]
            trio = (a, b, centre)
            worth = unit * (pool.points(trio) + prices.per_pair) + 3 * prices.per_teacher
            if cost < worth and pool.spans(trio):
                yield f"the trio {a}, {b}, {centre} costs less than it is worth"


def _around(pool: Pool) -> list[list[int]]:
    around: list[list[int]] = [[] for _ in pool.seats]
    for a, b in pool.partners:
        around[a].append(b)
        around[b].append(a)
    return around


def _circles(pool: Pool) -> list[set[int]]:
    """Seats connected by pairs; a trio of two countries always lies inside one circle."""
    around, unseen, found = _around(pool), set(range(len(pool.seats))), []
    while unseen:
        waiting, circle = [unseen.pop()], set()
        while waiting:
            one = waiting.pop()
            circle.add(one)
            fresh = unseen.intersection(around[one])
            unseen -= fresh
            waiting += fresh
        found.append(circle)
    return found
