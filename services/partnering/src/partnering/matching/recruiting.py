"""The recruiting advisor: how many more teachers, from where and with what, would place everybody."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from meridian_matcher.pool import Pool, Seat
from meridian_matcher.solver import solve

EXACT_UP_TO = 60
"""Up to here everybody is solved again as in a run; beyond, thirds only join what pairs there are."""
TRIED_UP_TO = 600
"""In larger pools nothing is tried, and the advice says so."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`count` more teachers outside `outside`; `tried`: solved again with them, not only counted.

    An `estimate` was solved in the quick way, which may leave more alone than a run would.
    """

    count: int
    outside: str
    language: str
    age_from: int
    age_to: int
    leaves: int
    tried: bool
    estimate: bool = False


def advise(
    pool: Pool, unmatched: tuple[int, ...], *, trios: bool, apart: Collection[int] = ()
) -> Advice | None:
    """The least number of newcomers that places as many as newcomers can, found by trying; None
    when such newcomers would help nobody.

    Seats `apart` are already placed and have no edges in this pool.
    """
    if not unmatched:
        return None
    alone = [pool.seats[one] for one in unmatched]
    outside = _most(one.country for one in alone)
    language = _most(name for one in alone for name in sorted(one.languages))
    wanted = [one for one in alone if language in one.languages and one.country == outside] or alone
    age_from, age_to = min(one.age_from for one in wanted), max(one.age_to for one in wanted)

    # Pairs alone are always exact.
    exact = not trios or len(pool.seats) <= EXACT_UP_TO

    def with_newcomers(count: int) -> int:
        """Who stays alone of those who are there: a newcomer whom nobody needs does not count."""
        richer = _joined(pool, count, apart, outside, language, age_from, age_to)
        left = solve(richer, trios=trios, exact=exact).unmatched
        return sum(one < len(pool.seats) for one in left) - len(apart)

    if len(pool.seats) > TRIED_UP_TO:
        return Advice(len(unmatched), outside, language, age_from, age_to, 0, tried=False)
    before = len(unmatched) if exact else with_newcomers(0)
    best = with_newcomers(len(unmatched))
    if best >= before:
        return None
    low, high = 1, len(unmatched)
    while low < high:
        middle = (low + high) // 2
        found = with_newcomers(middle)
        if found <= best:
            high, best = middle, found
        else:
            low = middle + 1
    leaves = max(0, len(unmatched) - (before - best))
    return Advice(low, outside, language, age_from, age_to, leaves, tried=True, estimate=not exact)


def _most(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def _joined(
    pool: Pool,
    count: int,
    apart: Collection[int],
    outside: str,
    language: str,
    age_from: int,
    age_to: int,
) -> Pool:
    """The pool with newcomers that suit everybody of the language and ages outside their country,
    but for those who insist on something that a newcomer may not bring."""
    n = len(pool.seats)
    newcomers = tuple(
        Seat(
            key=f"~{number}",
            person=f"~{number}",
            country="~",
            languages=frozenset({language}),
            age_from=age_from,
            age_to=age_to,
        )
        for number in range(count)
    )
    edges = {
        (position, n + number): 1
        for number in range(count)
        for position, seat in enumerate(pool.seats)
        if position not in apart
        and seat.country == outside
        and not seat.insists
        and (not language or language in seat.languages)
        and seat.age_from <= age_to
        and age_from <= seat.age_to
    }
    return Pool(pool.seats + newcomers, {**pool.partners, **edges}, pool.companions)
