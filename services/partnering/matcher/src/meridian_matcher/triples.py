"""Thirds: whoever no pair was left for joins one, so that two countries and all rules still hold.

Where it can be proved that joining what pairs there are places everybody who can be placed, nothing
else is changed. Otherwise pairs and trios are chosen together (`packing`): in one piece up to a few
thousand teachers, in larger cohorts in parts, each of them some of those left and pairs near them.
"""

import random
from collections.abc import Sequence

import numpy as np

from meridian_matcher.certificate import certify
from meridian_matcher.duals import Prices
from meridian_matcher.joining import joined
from meridian_matcher.pairs import Edge, Pairs, circles
from meridian_matcher.placing import Packing
from meridian_matcher.pool import Pool

Group = tuple[int, ...]
ALWAYS_TOGETHER = 300
"""Circles up to this size are always chosen together, for the best fit."""
TOGETHER_UP_TO = 2500
FEW = 20
"""Joining is tried first when at most one teacher in so many is left."""
LEFT_AT_ONCE = 250
GROUPS_AT_ONCE = 250
"""In parts: so many of those left, and of the groups there are, are chosen together."""
ROUNDS = 3
WORTH_ANOTHER = 50
"""Another round follows when the last one placed at least one in so many of those left."""


def place_thirds(
    pool: Pool,
    pairs: Sequence[Edge],
    left: Sequence[int],
    *,
    prices: Prices | None = None,
    exact: bool = True,
) -> tuple[list[Group], Packing | None]:
    """All groups after the ones left have joined: more teachers placed first, fewest trios second.

    Without `exact` thirds only join what pairs there are: quicker, and never better.
    """
    # The solver that it needs takes a second to load: only a run pays for it, not the service.
    from meridian_matcher.packing import pack

    if not exact:
        return joined(pool, pairs, left), None
    around = _circles_of(pool, left)
    if not around:
        return list(pairs), None
    in_parts = len(around) > TOGETHER_UP_TO
    if in_parts or (len(around) > ALWAYS_TOGETHER and len(left) * FEW <= len(around)):
        quick = joined(pool, pairs, left)
        if _nobody_more(pool, pairs, quick, left, prices):
            return quick, None
    inside = set(around)
    if in_parts:
        seated = {one for group in quick for one in group}
        open_left = [one for one in left if one in inside and one not in seated]
        within = [group for group in quick if group[0] in inside]
        others = [group for group in quick if group[0] not in inside]
        return sorted([*others, *_in_parts(pool, within, open_left)]), None
    outside: list[Group] = [pair for pair in pairs if pair[0] not in inside]
    together = [pair for pair in pairs if pair[0] in inside]
    packing = pack(pool, around, together)
    return sorted([*outside, *packing.groups]), packing


def _nobody_more(
    pool: Pool,
    pairs: Sequence[Edge],
    groups: Sequence[Group],
    left: Sequence[int],
    prices: Prices | None,
) -> bool:
    """Whether it is proved that nobody more can be placed."""
    covered = {one for group in groups for one in group}
    alone = [one for one in left if one not in covered]
    considered = {one for pair in pairs for one in pair} | set(left)
    apart = set(range(len(pool.seats))) - considered
    bound = certify(pool, groups, alone, trios=True, apart=apart, prices=prices, fit=False)
    return bound.reached(len(alone))


def _circles_of(pool: Pool, left: Sequence[int]) -> list[int]:
    """The connected circles of those left who have a partner at all."""
    partners = Pairs.of(pool.partners)
    labels = circles(len(pool.seats), partners)
    connected = np.zeros(len(pool.seats), dtype=bool)
    connected[partners.low] = connected[partners.high] = True
    wanted = labels[[one for one in left if connected[one]]]
    found: list[int] = np.nonzero(np.isin(labels, wanted) & connected)[0].tolist()
    return found


def _in_parts(pool: Pool, begun: Sequence[Group], left: Sequence[int]) -> list[Group]:
    """Those left are dealt out with as many groups each, and every part is chosen together; again
    with others while that places a good number more."""
    from meridian_matcher.packing import pack

    groups: list[Group] = _near_first(pool, begun, left)
    alone = list(left)
    for turn in range(ROUNDS):
        parts = -(-len(alone) // LEFT_AT_ONCE)
        dice = random.Random(turn)
        dice.shuffle(alone)
        near, rest = groups[: parts * GROUPS_AT_ONCE], groups[parts * GROUPS_AT_ONCE :]
        dice.shuffle(near)
        for part in range(parts):
            start = near[part::parts]
            seats = sorted([*alone[part::parts], *(one for group in start for one in group)])
            rest += pack(pool, seats, start).groups
        groups = rest
        covered = {one for group in groups for one in group}
        before, alone = len(alone), [one for one in left if one not in covered]
        if (before - len(alone)) * WORTH_ANOTHER < len(left):
            break
    return groups


def _near_first(pool: Pool, groups: Sequence[Group], left: Sequence[int]) -> list[Group]:
    """Groups in the order of how few of those left could partner one of them, but somebody."""
    partners = Pairs.of(pool.partners)
    alone = np.zeros(len(pool.seats), dtype=bool)
    alone[list(left)] = True
    count = np.bincount(partners.low[alone[partners.high]], minlength=len(alone))
    count += np.bincount(partners.high[alone[partners.low]], minlength=len(alone))
    return sorted(
        groups, key=lambda each: (not count[list(each)].any(), int(count[list(each)].sum()), each)
    )
