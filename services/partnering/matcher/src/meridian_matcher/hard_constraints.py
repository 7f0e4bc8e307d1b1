"""What must hold whatever it costs: locked groups stay together, and the rules hold for them, too."""

from collections.abc import Iterable
from itertools import combinations

from meridian_matcher.pairs import Edge
from meridian_matcher.pool import Pool

Group = tuple[int, ...]


class ContradictoryLocksError(ValueError):
    """The locks cannot all be kept; `problems` says why, one sentence's facts per lock."""

    def __init__(self, problems: list[dict[str, object]]) -> None:
        super().__init__(f"{len(problems)} locks cannot be kept")
        self.problems = problems


def checked_locks(pool: Pool, locks: Iterable[Group], barred: set[Edge]) -> list[Group]:
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
