"""Pairs with their points as arrays: a mapping that holds millions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self

import numpy as np
import scipy
from numpy.typing import NDArray

Edge = tuple[int, int]
"""Two positions in the pool, the smaller first."""
Whole = NDArray[np.int32]
AnyWhole = NDArray[np.integer[Any]]

AS_A_TABLE_UP_TO = 400_000
"""Above this a lookup searches the arrays, which is slower and takes no memory."""
SEAT_BITS, POINTS_BITS = 22, 16
"""Two seats and their points in one number: four million seats, nine weights of a thousand."""


class Pairs(Mapping[Edge, int]):
    """Sorted by `low`, then `high`. Looks like a dictionary from two seats to their points."""

    def __init__(self, low: Whole, high: Whole, points: Whole) -> None:
        self.low, self.high, self.points = low, high, points
        self._around: Around | None = None

    @classmethod
    def sorted_from(cls, one: AnyWhole, other: AnyWhole, points: AnyWhole) -> Self:
        """From arrays in any order, either way round. Doubles count once."""
        low, high = np.minimum(one, other), np.maximum(one, other)
        keys = low.astype(np.int64) << SEAT_BITS | high
        keys = np.sort(keys << POINTS_BITS | points)
        if len(keys):
            keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
        return cls(
            (keys >> (SEAT_BITS + POINTS_BITS)).astype(np.int32),
            (keys >> POINTS_BITS & (2**SEAT_BITS - 1)).astype(np.int32),
            (keys & (2**POINTS_BITS - 1)).astype(np.int32),
        )

    @classmethod
    def of(cls, pairs: Mapping[Edge, int]) -> "Pairs":
        if isinstance(pairs, Pairs):
            return pairs
        edges = np.array(list(pairs), dtype=np.int32).reshape(-1, 2)
        points = np.fromiter(pairs.values(), dtype=np.int32, count=len(pairs))
        order = np.lexsort((edges[:, 1], edges[:, 0]))
        return cls(edges[order, 0], edges[order, 1], points[order])

    def __len__(self) -> int:
        return len(self.low)

    def __iter__(self) -> Iterator[Edge]:
        return zip(self.low.tolist(), self.high.tolist(), strict=True)

    def __getitem__(self, edge: Edge) -> int:
        if len(self) <= AS_A_TABLE_UP_TO:
            return self._table[edge]
        at = self._find(edge)
        if at is None:
            raise KeyError(edge)
        return int(self.points[at])

    def __contains__(self, edge: object) -> bool:
        if len(self) <= AS_A_TABLE_UP_TO:
            return edge in self._table
        return isinstance(edge, tuple) and self._find(edge) is not None

    @cached_property
    def _table(self) -> dict[Edge, int]:
        return dict(zip(self, self.points.tolist(), strict=True))

    def _find(self, edge: Edge) -> int | None:
        one, other = edge
        if not 0 <= one < len(self._starts) - 1:
            return None
        first, last = self._starts[one], self._starts[one + 1]
        # Of the array's own type: anything else would have it copied first.
        at = int(first + np.searchsorted(self.high[first:last], np.int32(other)))
        return at if at < last and self.high[at] == other else None

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where the pairs of each lower seat begin."""
        seats = int(self.low[-1]) + 2 if len(self.low) else 1
        return np.searchsorted(self.low, np.arange(seats, dtype=np.int32))

    def only(self, keep: NDArray[np.bool_]) -> "Pairs":
        return Pairs(self.low[keep], self.high[keep], self.points[keep])

    def without(self, taken: Collection[int], barred: Iterable[Edge]) -> "Pairs":
        """Leaves out the pairs of some seats, and some pairs."""
        gone = np.array(sorted(taken), dtype=np.int32)
        keep = ~(np.isin(self.low, gone) | np.isin(self.high, gone))
        for edge in barred:
            at = self._find(edge)
            if at is not None:
                keep[at] = False
        return self.only(keep)

    def partners_each(self, n: int) -> list[int]:
        """Per seat how many pairs it is in."""
        counts = np.bincount(self.low, minlength=n) + np.bincount(self.high, minlength=n)
        each: list[int] = counts.tolist()
        return each

    def around(self, n: int) -> "Around":
        """The partners of each of `n` seats, worked out once."""
        if self._around is None or len(self._around) != n:
            self._around = Around(n, self)
        return self._around

    def beside(self, other: "Pairs") -> "Pairs":
        """Both, in no order: to be gone through, not to be looked up in."""
        return Pairs(
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
            np.concatenate([self.points, other.points]),
        )

    def joined(self, other: "Pairs") -> "Pairs":
        return Pairs.sorted_from(
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
            np.concatenate([self.points, other.points]),
        )


class Around(Sequence[list[int]]):
    """Per seat the seats it forms a pair with, in order; lists are made when asked for."""

    def __init__(self, n: int, pairs: Pairs) -> None:
        self._n, self._higher = n, pairs.high
        self._from = np.searchsorted(pairs.low, np.arange(n + 1, dtype=np.int32))
        # Turning rows into columns is a sort in linear time.
        rows = scipy.sparse.csr_array(
            (np.ones(len(pairs), dtype=np.int8), pairs.high, self._from), shape=(n, n)
        )
        columns = rows.tocsc()
        self._lower, self._until = columns.indices, columns.indptr

    def __len__(self) -> int:
        return self._n

    def __getitem__(self, seat: int) -> list[int]:  # type: ignore[override]
        lower = self._lower[self._until[seat] : self._until[seat + 1]]
        higher = self._higher[self._from[seat] : self._from[seat + 1]]
        return [*lower.tolist(), *higher.tolist()]


def circles(n: int, pairs: Pairs, away: Collection[int] = ()) -> Whole:
    """Per seat the number of its connected circle once the seats `away` are gone.

    Begins with a few of the pairs and adds those that still lead from one circle to another: with
    millions of pairs nearly all of them say nothing new.
    """
    there = np.ones(n, dtype=bool)
    there[list(away)] = False
    stride = max(1, len(pairs) // (16 * max(1, n)))
    chosen = np.zeros(len(pairs), dtype=bool)
    chosen[::stride] = True
    usable = there[pairs.low] & there[pairs.high]
    new = usable & chosen
    low, high = pairs.low[new], pairs.high[new]
    while True:
        graph = scipy.sparse.csr_array(
            (np.ones(len(low), dtype=np.int8), (low, high)), shape=(n, n)
        )
        labels: Whole = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
        new = usable & (labels[pairs.low] != labels[pairs.high])
        if not new.any():
            return labels
        low = np.concatenate([low, pairs.low[new]])
        high = np.concatenate([high, pairs.high[new]])
