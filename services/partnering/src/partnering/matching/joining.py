"""Thirds that join what pairs there are, trading places along a path when none is open to them."""

from collections import deque
from collections.abc import Callable, Collection, Sequence

from partnering.matching.pairs import Edge
from partnering.matching.pool import Pool

Group = tuple[int, ...]


def joined(pool: Pool, pairs: Sequence[Edge], left: Sequence[int]) -> list[Group]:
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


def _may_be_trio(pool: Pool, group: Group) -> bool:
    return all(pool.seats[one].may_trio for one in group) and pool.spans(group)
