"""Which pairs of a seat are kept where there are too many, and how good those left out can be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnering.matching.aspects import Points

NONE = -1
"""In place of points: no pair of this seat was left out."""


@dataclass(frozen=True, slots=True)
class Unkept:
    """Per seat, in the order of ages, the points that no pair exceeds which neither seat kept."""

    abroad: NDArray[np.int64]
    home: NDArray[np.int64]

    @classmethod
    def nothing(cls, seats: int) -> "Unkept":
        return cls(*(np.full(seats, NONE, dtype=np.int64) for _ in range(2)))

    def anything(self) -> bool:
        return bool((self.abroad > NONE).any() or (self.home > NONE).any())


def best_few(
    mine: Points, row: int, guess: int, best_each: int, kept_whole: int
) -> tuple[NDArray[np.int64], int]:
    """Where the best few of one row are, or all if it has few; and the points that none of those
    left out exceeds.

    `guess` is a little below that of the row before, which saves looking at most. Ties fall by a
    shuffle that differs from row to row, so that no seat is named by everybody.
    """
    few = np.nonzero(mine >= guess)[0]
    if len(few) <= kept_whole:
        few = np.nonzero(mine >= 0)[0]
        if len(few) <= kept_whole:
            return few, NONE
    shuffle = (few * 40_503 + row * 30_029) % 65_521
    rank = mine[few].astype(np.int64) << 16 | shuffle
    best = np.argpartition(rank, len(rank) - best_each)[-best_each:]
    return few[best], int(rank[best].min() >> 16)


def spread(mine: Points, row: int, most: int) -> NDArray[np.int64]:
    """Where so many of one row's are that lie far apart, whatever their points."""
    every = np.nonzero(mine >= 0)[0]
    step = max(1, len(every) // most)
    return every[row % step :: step]
