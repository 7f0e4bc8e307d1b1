"""Cheapest flow through a small network: as much as pays, and not one unit more."""

from collections import deque
from collections.abc import Hashable
from typing import Final

INFINITE: Final = 10**9


class Network:
    """Arcs carry units at a price; a negative price is a reward."""

    def __init__(self) -> None:
        self._index: dict[Hashable, int] = {}
        self._arcs_from: list[list[int]] = []
        self._head: list[int] = []
        self._room: list[int] = []
        self._price: list[int] = []

    def node(self, name: Hashable) -> int:
        """The number of a node, made when it is first named."""
        if name not in self._index:
            self._index[name] = len(self._arcs_from)
            self._arcs_from.append([])
        return self._index[name]

    def arc(self, tail: Hashable, head: Hashable, price: int, room: int = 1) -> int:
        """Add an arc; the number it answers is what `carries` asks for."""
        start, end = self.node(tail), self.node(head)
        number = len(self._head)
        for where, to, capacity, cost in ((start, end, room, price), (end, start, 0, -price)):
            self._arcs_from[where].append(len(self._head))
            self._head.append(to)
            self._room.append(capacity)
            self._price.append(cost)
        return number

    def carries(self, arc: int) -> int:
        return self._room[arc ^ 1]

    def run(self, source: Hashable, sink: Hashable) -> int:
        """Send units along the cheapest paths while a path is a gain; the total price.

        Paths only become dearer, so stopping at the first that costs something is optimal
        (successive shortest paths; Ahuja, Magnanti, Orlin, Network Flows, 9.7). The network must
        have no circle of negative price at the start; ours has no circles at all.
        """
        start, end = self.node(source), self.node(sink)
        total = 0
        while True:
            price, arcs = self._cheapest_path(start, end)
            if not arcs or price >= 0:
                return total
            for arc in arcs:
                self._room[arc] -= 1
                self._room[arc ^ 1] += 1
            total += price

    def _cheapest_path(self, start: int, end: int) -> tuple[int, list[int]]:
        """Bellman and Ford with a queue: prices may be negative."""
        price = [INFINITE] * len(self._arcs_from)
        came_by = [-1] * len(self._arcs_from)
        queued = [False] * len(self._arcs_from)
        price[start] = 0
        queue = deque([start])
        while queue:
            node = queue.popleft()
            queued[node] = False
            for arc in self._arcs_from[node]:
                offer = price[node] + self._price[arc]
                head = self._head[arc]
                if self._room[arc] > 0 and offer < price[head]:
                    price[head] = offer
                    came_by[head] = arc
                    if not queued[head]:
                        queued[head] = True
                        queue.append(head)
        return price[end], self._walk_back(came_by, start, end)

    def _walk_back(self, came_by: list[int], start: int, end: int) -> list[int]:
        arcs: list[int] = []
        node = end
        while node != start:
            arc = came_by[node]
            if arc < 0:
                return []
            arcs.append(arc)
            node = self._head[arc ^ 1]
        return arcs
