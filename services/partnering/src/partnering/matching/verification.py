"""Checks a certificate from scratch, in plain steps that share nothing with the solver.

Only the admissible pairs, the groups and the certificate are looked at. Each check is the argument
of the certificate itself, so that whoever reads this file has read the proof.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from partnering.matching.certificate import LOOKED_THROUGH, Certificate, FitBound
from partnering.matching.pool import Pool


def verify_certificate(
    pool: Pool,
    groups: Sequence[Sequence[int]],
    unmatched: Collection[int],
    certificate: Certificate,
    *,
    trios: bool,
    apart: Collection[int] = (),
) -> list[str]:
    """What is wrong with it, in words; empty when everything holds.

    `groups` are those that staff have not locked, seats `apart` the locked ones.
    """
    return [
        *_groups_hold(pool, groups, unmatched, apart),
        *_fewer_cannot_stay(pool, certificate, trios, set(apart)),
        *([] if certificate.reached(len(unmatched)) or trios else ["more pairs may be possible"]),
        *(_fit_cannot_be_exceeded(pool, groups, certificate.fit, trios) if certificate.fit else []),
    ]


def _groups_hold(
    pool: Pool, groups: Sequence[Sequence[int]], unmatched: Collection[int], apart: Collection[int]
) -> Iterator[str]:
    seated = [*(one for group in groups for one in group), *unmatched, *apart]
    if sorted(seated) != list(range(len(pool.seats))):
        yield "not everybody is in one place exactly"
    for group in groups:
        if not pool.spans(group):
            yield f"the rules forbid the group {tuple(group)}"
        if len({pool.seats[one].country for one in group}) < 2:
            yield f"the group {tuple(group)} is of one country"


def _fewer_cannot_stay(
    pool: Pool, certificate: Certificate, trios: bool, apart: set[int]
) -> Iterator[str]:
    """Without the bottleneck nobody in a needy circle has anybody outside it to work with."""
    bottleneck = set(certificate.bottleneck)
    circle_of = {one: number for number, circle in enumerate(certificate.needy) for one in circle}
    if len(circle_of) != sum(len(circle) for circle in certificate.needy):
        yield "two needy circles share a teacher"
    if circle_of.keys() & (bottleneck | apart):
        yield "a needy circle holds somebody of the bottleneck or already placed"
    for circle in certificate.needy:
        if len(circle) % 2 == 0:
            yield f"the circle {circle} is even"
        if trios and _a_trio(pool, circle):
            yield f"a trio can form inside the circle {circle}"
    for a, b in pool.partners:
        inside = circle_of.get(a), circle_of.get(b)
        if inside[0] != inside[1] and not {a, b} & bottleneck:
            yield f"the pair {a}, {b} leads out of a needy circle"
    help_available = sum(_help(pool, one) if trios else 1 for one in bottleneck)
    if certificate.help_available < help_available:
        yield "the bottleneck can help more circles than counted"
    if certificate.unmatched_at_least > max(0, len(certificate.needy) - help_available):
        yield "the circles and their help do not give the claimed bound"


def _a_trio(pool: Pool, circle: Sequence[int]) -> bool:
    willing = [one for one in circle if pool.seats[one].may_trio]
    return any(pool.spans(three) for three in combinations(willing, 3))


def _help(pool: Pool, one: int) -> int:
    """A trio's centre helps two circles; beyond a few dozen partners that is taken for granted."""
    near = [b if a == one else a for a, b in pool.partners if one in (a, b)]
    near = [other for other in near if pool.seats[other].may_trio]
    if not pool.seats[one].may_trio:
        return 1
    if len(near) > LOOKED_THROUGH:
        return 2
    return 2 if any(pool.spans((one, *two)) for two in combinations(near, 2)) else 1


def _fit_cannot_be_exceeded(
    pool: Pool, groups: Sequence[Sequence[int]], fit: FitBound, trios: bool
) -> Iterator[str]:
    """No pair is worth more than it costs, so no matching is worth more than all cost together.

    Disjoint pairs use each seat's price once at most, and a ring's price once for each pair inside
    it: at most half its seats, rounded down.

    A trio's points are the mean of its three pairs. Let its centre cost x, the others y and z. As
    partners, x + y and x + z cover a pair's points each, so that x + y + z covers half of both and
    half of y + z besides. Of the third pair, a third is needed: y + z at two thirds is enough.
    """
    prices = fit.prices
    rings = [(frozenset(ring), price) for ring, price in prices.rings]
    around: dict[int, list[int]] = {}
    for number, (ring, price) in enumerate(rings):
        if price < 0 or len(ring) % 2 == 0 or trios:
            yield f"the ring {sorted(ring)} bounds nothing"
        for one in ring:
            around.setdefault(one, []).append(number)
    if min(prices.seats, default=0) < 0:
        yield "a price is below nothing"
    for (a, b), points in pool.partners.items():
        cost = prices.seats[a] + prices.seats[b]
        worth = 4 * (points + prices.per_pair)
        if cost < worth:
            cost += sum(rings[number][1] for number in around.get(a, ()) if b in rings[number][0])
        if cost < worth:
            yield f"the pair {a}, {b} costs less than it is worth"
    for (a, b), points in pool.companions.items() if trios else ():
        if 3 * (prices.seats[a] + prices.seats[b]) < 2 * 4 * points:
            yield f"the pair {a}, {b} costs less than a trio may need"
    all_cost = sum(prices.seats) + sum(price * (len(ring) // 2) for ring, price in rings)
    if trios and prices.per_pair:
        yield "with trios the number of groups is not fixed"
    if fit.points < (all_cost // 4) - len(groups) * prices.per_pair:
        yield "the prices do not give the claimed bound of the fit"
    if sum(pool.points(group) for group in groups) > fit.points:
        yield "the matching has more points than the claimed bound"
