"""Cohorts with one dominant country, and the best groups found by going through all of them."""

import random
from itertools import combinations

import numpy as np
import scipy

from meridian_matcher.pool import Pool, Seat, pool_of

Edges = dict[tuple[str, str], int]


def skewed_parts(
    n: int, percent: int, seed: int, density: float = 0.3
) -> tuple[list[Seat], Edges, Edges]:
    """`percent` of the seats are of one country; some refuse trios, and languages differ."""
    dice = random.Random(seed)
    seats = [
        Seat(
            f"s{number:04}",
            f"p{number}",
            "M" if number < n * percent // 100 else dice.choice("ABCDEF"),
            languages=frozenset(dice.sample(["en", "fr", "de"], dice.choice([1, 2, 2]))),
            may_trio=dice.random() < 0.75,
        )
        for number in range(n)
    ]
    partners: Edges = {}
    companions: Edges = {}
    for a, b in combinations(seats, 2):
        if a.languages & b.languages and dice.random() < density:
            edges = companions if a.country == b.country else partners
            edges[a.key, b.key] = dice.randint(0, 100)
    return seats, partners, companions


def skewed_pool(n: int, percent: int, seed: int, density: float = 0.3) -> Pool:
    return pool_of(*skewed_parts(n, percent, seed, density))


def best_by_programme(pool: Pool) -> tuple[int, int, int]:
    """The best (placed, groups, points): all pairs and all trios in one integer programme."""
    n = len(pool.seats)
    willing = [one for one in range(n) if pool.seats[one].may_trio]
    groups: list[tuple[int, ...]] = [*pool.partners]
    groups += [three for three in combinations(willing, 3) if pool.spans(three)]
    highest = 1 + max([pool.points(group) for group in groups], default=0)
    most = n // 2 + 1
    worth = [(len(group) * most + 1) * most * highest + pool.points(group) for group in groups]
    rows = [one for group in groups for one in group]
    columns = [column for column, group in enumerate(groups) for _ in group]
    once = scipy.sparse.csc_array((np.ones(len(rows)), (rows, columns)), shape=(n, len(groups)))
    found = scipy.optimize.milp(
        -np.array(worth, dtype=float),
        integrality=np.ones(len(groups)),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(once, -np.inf, 1),
        options={"mip_rel_gap": 0.0},
    )
    chosen = [group for group, taken in zip(groups, found.x, strict=True) if taken > 0.5]
    return (
        sum(len(group) for group in chosen),
        len(chosen),
        sum(pool.points(group) for group in chosen),
    )
