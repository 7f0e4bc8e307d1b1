"""The certificate: why fewer could not stay without a partner, checkable by hand.

The argument is one set of teachers, the *bottleneck*. Take them away in thought: the others fall
apart into circles that have nobody to work with outside their circle. An odd circle in which no
trio can form needs help from the bottleneck, or keeps one person back; a bottleneck teacher helps
one circle, or two as the centre of a trio. Circles beyond that help stay with one person each.
"""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import rustworkx as rx
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from partnering.matching.pool import Pool

LOOKED_THROUGH = 24
"""In larger sets a trio is taken for granted rather than looked for: the bound stays true."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """`unmatched_at_least` holds for every possible matching; `bottleneck` proves it."""

    unmatched_at_least: int
    bottleneck: tuple[int, ...]
    needy: tuple[tuple[int, ...], ...]
    """The odd circles that need help."""
    help_available: int
    country: str | None
    """Set when the needy circles are single teachers of this one country."""

    def reached(self, unmatched: int) -> bool:
        return unmatched == self.unmatched_at_least


def certify(
    pool: Pool,
    groups: Iterable[Sequence[int]],
    unmatched: Sequence[int],
    *,
    trios: bool,
    apart: Collection[int] = (),
) -> Certificate:
    """The best bound that the known bottlenecks give. Seats `apart` are already placed."""
    candidates: list[Collection[int]] = [()]
    if unmatched:
        candidates.append(_hall_bottleneck(pool, trios=trios))
        mates = {one: other for group in groups for one, other in _first_pair(pool, group)}
        candidates.append(_edmonds_bottleneck(pool, mates, apart))
    certificates = [prove(pool, bottleneck, trios=trios, apart=apart) for bottleneck in candidates]
    return max(certificates, key=lambda one: (one.unmatched_at_least, -len(one.bottleneck)))


def prove(
    pool: Pool, bottleneck: Collection[int], *, trios: bool, apart: Collection[int] = ()
) -> Certificate:
    """What this bottleneck proves. Anybody can repeat it: it uses the admissible pairs only."""
    away, placed = set(bottleneck), set(apart)
    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(range(len(pool.seats))))
    graph.add_edges_from([(a, b, 1) for a, b in pool.partners if a not in away and b not in away])
    needy = tuple(
        sorted(
            tuple(sorted(circle))
            for circle in rx.connected_components(graph)
            if len(circle) % 2 == 1
            and not circle & (away | placed)
            and not (trios and _trio_inside(pool, circle))
        )
    )
    around = pool.neighbours()
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


def _helps(pool: Pool, one: int, around: list[list[int]], *, trios: bool) -> int:
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
    network = csr_array(
        (np.array(capacity, dtype=np.int32), (rows, columns)), shape=(2 * n + 2, 2 * n + 2)
    )
    flow = maximum_flow(network, source, sink)
    residual = csr_array(network - flow.flow)
    residual.data = np.maximum(residual.data, 0)
    residual.eliminate_zeros()
    reached = set(breadth_first_order(residual, source, return_predecessors=False).tolist())
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
