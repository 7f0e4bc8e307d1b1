"""Checks a certificate from scratch, in plain steps that share nothing with the solver.

Only the admissible pairs, the groups and the certificate are looked at. Each check is the argument
of the certificate itself, so that whoever reads this file has read the proof.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from meridian_matcher.certificate import LOOKED_THROUGH, Certificate
from meridian_matcher.pool import Pool
from meridian_matcher.price_checks import fit_faults, placing_faults
from meridian_matcher.well_formed import malformed


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
    found = [*_groups_hold(pool, groups, unmatched, apart, trios=trios)]
    shape = [*malformed(certificate, len(pool.seats))]
    if shape:
        return [*found, *shape]
    found += _fewer_cannot_stay(pool, certificate, trios, set(apart))
    if certificate.placing is not None:
        found += placing_faults(pool, certificate.placing, apart, trios=trios)
    if certificate.unmatched_at_least > len(unmatched):
        found.append("more are said to stay alone than do")
    if not trios and not certificate.reached(len(unmatched)):
        found.append("more pairs may be possible")
    if certificate.fit is not None:
        found += fit_faults(pool, groups, certificate.fit, trios=trios)
    return found


def _groups_hold(
    pool: Pool,
    groups: Sequence[Sequence[int]],
    unmatched: Collection[int],
    apart: Collection[int],
    *,
    trios: bool,
) -> Iterator[str]:
    seated = [*(one for group in groups for one in group), *unmatched, *apart]
    if sorted(seated) != list(range(len(pool.seats))):
        yield "not everybody is in one place exactly"
        return
    for group in groups:
        if not pool.spans(group):
            yield f"the rules forbid the group {tuple(group)}"
        if len({pool.seats[one].country for one in group}) < 2:
            yield f"the group {tuple(group)} is of one country"
        if len(group) == 3 and not trios:
            yield f"the trio {tuple(group)} is in a run of pairs"
        if len(group) == 3 and not all(pool.seats[one].may_trio for one in group):
            yield f"somebody in {tuple(group)} refuses trios"


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
    proved = max(0, len(certificate.needy) - help_available)
    if certificate.placing is not None:
        proved = max(proved, certificate.placing.unmatched_at_least)
    if certificate.unmatched_at_least > proved:
        yield "the circles and their help do not give the claimed bound"
    if certificate.country is not None and (
        any(len(circle) > 1 for circle in certificate.needy)
        or {pool.seats[one].country for one in circle_of} != {certificate.country}
    ):
        yield "the needy circles are not single teachers of the country named"


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
