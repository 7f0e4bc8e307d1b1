"""Small random pools, and every possible grouping tried one by one."""

import random
from functools import cache
from itertools import combinations

from meridian_matcher.pool import Pool, Seat, pool_of

Edges = dict[tuple[str, str], int]


def random_parts(seed: int, most: int = 12) -> tuple[list[Seat], Edges, Edges]:
    """Seats, foreign pairs and pairs of one country: of every density and skew."""
    dice = random.Random(seed)
    countries = dice.choice(["AB", "ABC", "AAAAB", "AAAAABCD"])
    density, willing = dice.choice([0.2, 0.4, 0.7, 1.0]), dice.choice([1.0, 0.5, 0.8])
    seats = [
        Seat(f"s{i:02}", f"p{i}", dice.choice(countries), may_trio=dice.random() < willing)
        for i in range(dice.randint(0, most))
    ]
    partners: Edges = {}
    companions: Edges = {}
    for a, b in combinations(seats, 2):
        if dice.random() < density:
            edges = partners if a.country != b.country else companions
            edges[a.key, b.key] = dice.randint(0, 100)
    return seats, partners, companions


def random_pool(seed: int, most: int = 12) -> Pool:
    return pool_of(*random_parts(seed, most))


def best_by_trying_all(pool: Pool, *, trios: bool) -> tuple[int, int, int]:
    """The best (placed, groups, points) over every grouping."""
    n = len(pool.seats)
    groups: list[tuple[int, ...]] = [one for one in combinations(range(n), 2) if pool.spans(one)]
    if trios:
        groups += [
            one
            for one in combinations(range(n), 3)
            if pool.spans(one) and all(pool.seats[each].may_trio for each in one)
        ]
    by_first: dict[int, list[tuple[int, ...]]] = {}
    for group in groups:
        by_first.setdefault(group[0], []).append(group)

    @cache
    def best(free: int) -> tuple[int, int, int]:
        if not free:
            return (0, 0, 0)
        first = (free & -free).bit_length() - 1
        answer = best(free & ~(1 << first))
        for group in by_first.get(first, ()):
            mask = sum(1 << one for one in group)
            if mask & free == mask:
                placed, count, points = best(free & ~mask)
                rest = (placed + len(group), count + 1, points + pool.points(group))
                answer = max(answer, rest)
        return answer

    return best((1 << n) - 1)
