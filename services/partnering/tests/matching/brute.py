"""Every possible grouping of a small pool, tried one by one: what the solver is measured against."""

from functools import cache
from itertools import combinations

from partnering.matching.pool import Pool


def best_by_trying_all(pool: Pool, *, trios: bool) -> tuple[int, int, int]:
    """The best (placed, groups, points) over every grouping."""
    n = len(pool.seats)
    groups = [group for group in combinations(range(n), 2) if pool.spans(group)]
    if trios:
        groups += [
            group
            for group in combinations(range(n), 3)
            if pool.spans(group) and all(pool.seats[one].may_trio for one in group)
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
                answer = max(answer, (placed + len(group), count + 1, points + pool.points(group)))
        return answer

    return best((1 << n) - 1)
