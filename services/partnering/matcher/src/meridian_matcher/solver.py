"""The solver: as many teachers as possible get a partner, then the best total fit. No I/O.

Pairs are the best there are, in number first and in the sum of points second (`optimum`). Whoever
is left joins as a third.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from meridian_matcher.duals import Prices
from meridian_matcher.hard_constraints import checked_locks
from meridian_matcher.optimum import best_of
from meridian_matcher.pairs import Edge, Pairs
from meridian_matcher.placing import Packing
from meridian_matcher.pool import Pool
from meridian_matcher.triples import place_thirds

Group = tuple[int, ...]
Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Groups in order, each sorted; `locked` are those that staff decided."""

    groups: tuple[Group, ...]
    unmatched: tuple[int, ...]
    locked: frozenset[Group]
    pairs_before_trios: int
    points: int
    prices: Prices | None = field(default=None, compare=False)
    """What proves that no pairs are better, before thirds joined."""
    packing: Packing | None = field(default=None, compare=False)
    """What bounds pairs and trios, where they were chosen together."""


def solve(
    pool: Pool,
    *,
    locks: Iterable[Group] = (),
    forbids: Iterable[Edge] = (),
    trios: bool = True,
    exact: bool = True,
    progress: Progress = lambda *_: None,
) -> Solution:
    """Locked groups first, then the best of the rest; `forbids` never sit in one group.

    Without `exact` thirds only join what pairs there are: quicker, and never better.
    """
    barred = {(min(pair), max(pair)) for pair in forbids}
    kept = checked_locks(pool, locks, barred)
    taken = {one for group in kept for one in group}
    free = pool.without(taken, barred) if taken or barred else pool
    pairs, prices = _proven_pairs(free, progress)
    found = _solution(pool, kept, list(pairs), len(pairs), prices, None)
    if not trios:
        return found
    return with_thirds(pool, found, forbids=barred, exact=exact, progress=progress)


def with_thirds(
    pool: Pool,
    pairs: Solution,
    *,
    forbids: Iterable[Edge] = (),
    exact: bool = True,
    progress: Progress = lambda *_: None,
) -> Solution:
    """A solution in pairs, after whoever is left has joined them, or pairs and trios were chosen
    together. The pool may hold more pairs than the one that it was solved on."""
    if not pairs.unmatched:
        return pairs
    progress("trios", 0, len(pairs.unmatched))
    taken = {one for lock in pairs.locked for one in lock}
    barred = {(min(pair), max(pair)) for pair in forbids}
    free = pool.without(taken, barred) if taken or barred else pool
    edges = [(group[0], group[1]) for group in pairs.groups if group not in pairs.locked]
    groups, packing = place_thirds(free, edges, pairs.unmatched, prices=pairs.prices, exact=exact)
    progress("trios", 1, 1)
    return _solution(pool, pairs.locked, groups, len(edges), pairs.prices, packing)


def _solution(
    pool: Pool,
    locked: Collection[Group],
    groups: Sequence[Group],
    pairs: int,
    prices: Prices | None,
    packing: Packing | None,
) -> Solution:
    everything = sorted([*locked, *groups])
    covered = {one for group in everything for one in group}
    return Solution(
        groups=tuple(everything),
        unmatched=tuple(one for one in range(len(pool.seats)) if one not in covered),
        locked=frozenset(locked),
        pairs_before_trios=pairs + len(locked),
        points=sum(pool.points(group) for group in everything),
        prices=prices,
        packing=packing,
    )


def best_pairs(pool: Pool, progress: Progress = lambda *_: None) -> list[Edge]:
    """Maximum-cardinality, then maximum-fit pairs over the partner edges."""
    return _proven_pairs(pool, progress)[0]


def _proven_pairs(pool: Pool, progress: Progress) -> tuple[list[Edge], Prices]:
    progress("solve", 0, len(pool.seats))
    return best_of(
        len(pool.seats),
        Pairs.of(pool.partners),
        lambda done, total: progress("solve", done, total),
    )
