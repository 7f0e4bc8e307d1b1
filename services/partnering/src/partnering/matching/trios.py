"""Thirds: whoever no pair was left for joins one, so that two countries and all rules still hold.

Each one left joins the best open pair, trading places along an alternating path when none is open
to them. Small circles, and middling ones where somebody stays alone without a proof that they must,
are solved again by integer programming (HiGHS), which finds the best mix of pairs and trios.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence

import numpy as np
import scipy  # Its parts load when first used: only a solver needs them, not the service.

from partnering.matching.certificate import certify
from partnering.matching.pairs import Edge, Pairs, circles
from partnering.matching.pool import Pool

Group = tuple[int, ...]
EXACT = 150
ALWAYS_EXACT = 60
THIRDS_EACH = 60
"""In larger components only this many of the best trios per seat enter the integer programme."""


def place_thirds(
    pool: Pool, pairs: Sequence[Edge], left: Sequence[int], *, exact: bool = True
) -> list[Group]:
    """All groups after the ones left have joined: more teachers placed first, fewest trios second.

    Without `exact` thirds only join what pairs there are: quicker, and never better.
    """
    quick = _attached(pool, pairs, left)
    around = _component_of(pool, left)
    if not exact or len(around) > EXACT:
        return quick
    if len(around) > ALWAYS_EXACT and _nobody_more(pool, pairs, quick, left):
        return quick
    outside = [group for group in quick if not set(group) & around]
    inside = [group for group in quick if set(group) & around]
    best = _programme(pool, around, inside)
    return sorted([*outside, *max(inside, best, key=lambda groups: _worth(pool, groups))])


def _nobody_more(
    pool: Pool, pairs: Sequence[Edge], groups: Sequence[Group], left: Sequence[int]
) -> bool:
    """Whether it is proved that nobody more can be placed."""
    covered = {one for group in groups for one in group}
    alone = [one for one in left if one not in covered]
    considered = {one for pair in pairs for one in pair} | set(left)
    apart = set(range(len(pool.seats))) - considered
    return certify(pool, groups, alone, trios=True, apart=apart).reached(len(alone))


def _worth(pool: Pool, groups: Sequence[Group]) -> tuple[int, int, int]:
    return (
        sum(len(group) for group in groups),
        len(groups),
        sum(pool.points(group) for group in groups),
    )


def _component_of(pool: Pool, left: Sequence[int]) -> set[int]:
    labels = circles(len(pool.seats), Pairs.of(pool.partners))
    return set(np.nonzero(np.isin(labels, labels[list(left)]))[0].tolist())


def _may_be_trio(pool: Pool, group: Group) -> bool:
    return all(pool.seats[one].may_trio for one in group) and pool.spans(group)


def _trios(pool: Pool, around: set[int]) -> list[Group]:
    """Every trio has a centre with two foreign partners; per seat the best ones."""
    neighbours = pool.neighbours()
    found: set[Group] = set()
    for centre in sorted(around):
        if not pool.seats[centre].may_trio:
            continue
        others = [one for one in neighbours[centre] if pool.seats[one].may_trio]
        for i, a in enumerate(others):
            for b in others[i + 1 :]:
                found.add(tuple(sorted((centre, a, b))))
    ranked = sorted(
        (group for group in found if pool.spans(group)),
        key=lambda group: (-pool.points(group), group),
    )
    if len(ranked) <= 3000:
        return ranked
    counts: dict[int, int] = dict.fromkeys(around, 0)
    chosen = []
    for group in ranked:
        if any(counts[one] < THIRDS_EACH for one in group):
            chosen.append(group)
            for one in group:
                counts[one] += 1
    return chosen


def _programme(pool: Pool, around: set[int], start: Sequence[Group]) -> list[Group]:
    """Choose disjoint groups: first the most teachers in the most groups, then the most points."""
    pairs: list[Group] = [edge for edge in pool.partners if edge[0] in around]
    groups = sorted({*pairs, *_trios(pool, around), *start})
    if not groups:
        return []
    seats = sorted(around)
    row = {one: position for position, one in enumerate(seats)}
    rows = [row[one] for group in groups for one in group]
    columns = [column for column, group in enumerate(groups) for _ in group]
    once = scipy.sparse.csc_array(
        (np.ones(len(rows)), (rows, columns)), shape=(len(seats), len(groups))
    )
    sizes = np.array([len(group) for group in groups])
    each_once = scipy.optimize.LinearConstraint(once, -np.inf, 1)
    count = _best(-(sizes * len(seats) + 1.0), [each_once])
    if count is None:
        return list(start)
    chosen = np.round(count)
    of_size = scipy.sparse.csc_array(np.vstack([sizes == 2, sizes == 3]).astype(float))
    exactly = [float((chosen * (sizes == 2)).sum()), float((chosen * (sizes == 3)).sum())]
    points = np.array([float(pool.points(group)) for group in groups])
    best = _best(
        -points / max(1.0, points.max()),
        [each_once, scipy.optimize.LinearConstraint(of_size, exactly, exactly)],
    )
    final = chosen if best is None else np.round(best)
    return [group for group, taken in zip(groups, final, strict=True) if taken > 0.5]


def _best(
    cost: np.ndarray, constraints: "list[scipy.optimize.LinearConstraint]"
) -> np.ndarray | None:
    # A limit in nodes, not seconds: the same input gives the same answer on every machine.
    found = scipy.optimize.milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.int64),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=constraints,
        options={"node_limit": 2000, "mip_rel_gap": 1e-6},
    )
    answer: np.ndarray | None = found.x
    return answer


def _attached(pool: Pool, pairs: Sequence[Edge], left: Sequence[int]) -> list[Group]:
    """Each one left joins the open pair that suits best, or trades places to reach one."""
    mate = dict(pairs) | {b: a for a, b in pairs}
    third: dict[Edge, int] = {}
    neighbours = pool.neighbours()

    def open_pairs(one: int, moving: Collection[int] = ()) -> list[tuple[int, Edge]]:
        """Pairs that could take `one` in, best first, none of those about to change."""
        around = {
            (min(near, mate[near]), max(near, mate[near]))
            for near in neighbours[one]
            if near in mate
        }
        return sorted(
            (-pool.points((one, *pair)), pair)
            for pair in around
            if pair not in third
            and not {one, *moving} & set(pair)
            and _may_be_trio(pool, (one, *pair))
        )

    for one in left:
        path = _reach(one, mate, neighbours, third, open_pairs)
        if path is None:
            continue
        joins = open_pairs(path[-1], path)[0][1]
        for stays, moves in zip(path[::2], path[1::2], strict=False):
            mate[stays], mate[moves] = moves, stays
        mate.pop(path[-1], None)
        third[joins] = path[-1]
    whole = {(a, b) for a, b in mate.items() if a < b}
    return sorted(tuple(sorted((*pair, third[pair]))) if pair in third else pair for pair in whole)


def _reach(
    start: int,
    mate: dict[int, int],
    neighbours: Sequence[list[int]],
    third: dict[Edge, int],
    open_pairs: Callable[[int, Collection[int]], list[tuple[int, Edge]]],
) -> list[int] | None:
    """The shortest alternating path from `start` to a seat that could join a pair, if any.

    Trading places along it gives `start` a partner and leaves the last seat without one.
    """
    queue, before = deque([start]), {start: [start]}
    while queue:
        seat = queue.popleft()
        path = before[seat]
        if open_pairs(seat, path):
            return path
        for near in neighbours[seat]:
            if near not in mate or near in path:
                continue
            beyond = mate[near]
            if beyond in before or (min(near, beyond), max(near, beyond)) in third:
                continue
            before[beyond] = [*path, near, beyond]
            queue.append(beyond)
    return None
