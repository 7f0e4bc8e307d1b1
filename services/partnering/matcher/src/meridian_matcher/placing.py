"""The bound on the teachers placed that prices give, and a packing of pairs and trios with it."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from meridian_matcher.duals import Prices
from meridian_matcher.pairs import Pairs, circles
from meridian_matcher.pool import Pool

PARTS = 720_720
"""Prices of the placing count in these parts of a teacher: whole for every denominator up to 16."""


@dataclass(frozen=True, slots=True)
class PlacingBound:
    """A price per seat such that every pair costs two teachers at least and every trio three.

    Whatever is placed is paid for by its members, so that no circle has more teachers placed than
    its prices come to, rounded down.
    """

    prices: tuple[int, ...]
    """In `PARTS` of a teacher, never negative."""
    unmatched_at_least: int


@dataclass(frozen=True, slots=True)
class Packing:
    """Whole groups, and the prices that bound how many can be placed and how well they can fit."""

    groups: tuple[tuple[int, ...], ...]
    placing: tuple[int, ...]
    fit: Prices | None


def placing_bound(pool: Pool, prices: tuple[int, ...], apart: Collection[int]) -> PlacingBound:
    """What the prices say about the seats that are not `apart`."""
    n = len(pool.seats)
    free = np.ones(n, dtype=bool)
    free[list(apart)] = False
    labels = circles(n, Pairs.of(pool.partners))
    placed = most_placed(labels[free], np.array(prices, dtype=np.int64)[free])
    return PlacingBound(prices, max(0, int(free.sum()) - placed))


def most_placed(labels: "np.ndarray", prices: "np.ndarray") -> int:
    """Nobody has a partner in another circle, so that each circle's sum is rounded down, and no
    circle has more placed than it has seats."""
    sums = np.zeros(int(labels.max(initial=-1)) + 1, dtype=np.int64)
    np.add.at(sums, labels, prices)
    return int(np.minimum(sums // PARTS, np.bincount(labels, minlength=len(sums))).sum())
