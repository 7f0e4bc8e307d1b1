"""The solver: as many teachers as possible get a partner, then the best total fit. No I/O.

Pairs come from Edmonds' blossom algorithm (rustworkx) per connected component: it is exact in the
number of pairs first and in the sum of points second. Whoever is left joins as a third.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

import rustworkx as rx

from partnering.matching.pool import Edge, Pool
from partnering.matching.trios import place_thirds

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


class ContradictoryLocksError(ValueError):
    """The locks cannot all be kept; `problems` says why, one sentence's facts per lock."""

    def __init__(self, problems: list[dict[str, object]]) -> None:
        super().__init__(f"{len(problems)} locks cannot be kept")
        self.problems = problems


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
    kept = _checked_locks(pool, locks, barred)
    taken = {one for group in kept for one in group}
    free = _without(pool, taken, barred)
    pairs = best_pairs(free, progress)
    groups: list[Group] = list(pairs)
    covered = taken | {one for pair in pairs for one in pair}
    left = [one for one in range(len(pool.seats)) if one not in covered]
    if trios and left:
        progress("trios", 0, len(left))
        groups = place_thirds(free, pairs, left, exact=exact)
        covered = taken | {one for group in groups for one in group}
        left = [one for one in range(len(pool.seats)) if one not in covered]
        progress("trios", 1, 1)
    everything = sorted([*kept, *groups])
    return Solution(
        groups=tuple(everything),
        unmatched=tuple(left),
        locked=frozenset(kept),
        pairs_before_trios=len(pairs) + len(kept),
        points=sum(pool.points(group) for group in everything),
    )


def best_pairs(pool: Pool, progress: Progress = lambda *_: None) -> list[Edge]:
    """Maximum-cardinality, then maximum-fit pairs over the partner edges."""
    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(pool.seats))))
    graph.add_edges_from([(a, b, points) for (a, b), points in pool.partners.items()])
    found: list[Edge] = []
    components = sorted(sorted(part) for part in rx.connected_components(graph) if len(part) > 1)
    total = sum(len(part) for part in components)
    done = 0
    for part in components:
        piece = graph if len(part) == len(pool.seats) else graph.subgraph(part)
        names = list(range(len(pool.seats))) if piece is graph else part
        matching = rx.max_weight_matching(piece, max_cardinality=True, weight_fn=int)
        for a, b in matching:
            one, other = sorted((names[a], names[b]))
            found.append((one, other))
        done += len(part)
        progress("solve", done, total)
    return sorted(found)


def _without(pool: Pool, taken: set[int], barred: set[Edge]) -> Pool:
    """The pool with some seats' and pairs' edges gone; positions stay."""

    def usable(edge: Edge) -> bool:
        return edge not in barred and edge[0] not in taken and edge[1] not in taken

    return Pool(
        pool.seats,
        {edge: points for edge, points in pool.partners.items() if usable(edge)},
        {edge: points for edge, points in pool.companions.items() if usable(edge)},
    )


def _checked_locks(pool: Pool, locks: Iterable[Group], barred: set[Edge]) -> list[Group]:
    kept: list[Group] = []
    seen: set[int] = set()
    problems: list[dict[str, object]] = []
    for lock in sorted({tuple(sorted(group)) for group in locks}):
        keys = [pool.seats[one].key for one in lock]
        if seen & set(lock):
            problems.append({"code": "locked_twice", "enrolments": keys})
        elif any(pair in barred for pair in combinations(lock, 2)):
            problems.append({"code": "locked_and_forbidden", "enrolments": keys})
        elif not pool.spans(lock):
            problems.append({"code": "against_the_rules", "enrolments": keys})
        seen |= set(lock)
        kept.append(lock)
    if problems:
        raise ContradictoryLocksError(problems)
    return kept
