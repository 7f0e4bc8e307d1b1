"""A crowd matched and proved: over every admissible pair, also where they are too many to be kept.

What is solved on the kept pairs gives prices, and the prices are tried on all others. Those that cost
too little join, and everybody is solved again, as in any column generation.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from meridian_matcher.certificate import Certificate, certify
from meridian_matcher.duals import UNIT
from meridian_matcher.pairs import Edge, Pairs
from meridian_matcher.pool import Pool
from meridian_matcher.solver import Solution, solve, with_thirds
from partnering.fit.rules import Candidate
from partnering.matching.candidates import Crowd, build_pool, widened
from partnering.matching.every_pair import EveryPair, bounds_everything

Trios = Literal["none", "willing", "everyone"]
Progress = Callable[[str, int, int], None]
ROUNDS = 8
"""After so many the proof is left to speak of the pairs that were kept."""


@dataclass(frozen=True, slots=True)
class Matched:
    pool: Pool
    solution: Solution
    apart: frozenset[int]
    """Whom staff placed."""
    barred: tuple[Edge, ...]
    all_pairs: bool
    """Whether the pairs are the best of all admissible ones, before thirds joined."""


@dataclass(frozen=True, slots=True)
class Proved:
    pool: Pool
    left: Pool
    """What staff left open: locked seats and forbidden pairs are taken out."""
    solution: Solution
    certificate: Certificate
    all_pairs: bool
    """Whether the certificate holds for every admissible pair."""


def match_crowd(
    crowd: Crowd,
    trios: Trios,
    *,
    locks: Sequence[tuple[int, ...]] = (),
    forbids: Sequence[Edge] = (),
    progress: Progress = lambda *_: None,
) -> Matched:
    """In a large cohort whoever stays alone gets a second look with all their pairs, and everybody
    is solved again while that, or a pair that was not kept, could make it better."""
    wanted, large = trios != "none", not crowd.keeps_all_pairs()
    pool = build_pool(
        crowd,
        may_trio=lambda one: _may_trio(one, trios),
        companions=wanted or any(len(lock) > 2 for lock in locks),
        all_of=[one for lock in locks for one in lock],
        progress=progress,
    )
    apart, barred = frozenset(one for lock in locks for one in lock), tuple(forbids)
    in_pairs = partial(solve, locks=locks, forbids=forbids, progress=progress)
    if not large:
        return Matched(pool, in_pairs(pool, trios=wanted), apart, barred, all_pairs=True)
    solution = in_pairs(pool, trios=False)
    if solution.unmatched:
        pool = widened(crowd, pool, solution.unmatched)
        if not _nobody_more(pool, solution, apart, barred):
            solution = in_pairs(pool, trios=False)
    every, all_pairs = EveryPair(crowd, apart, barred), False
    for _ in range(ROUNDS):
        assert solution.prices is not None
        lacking = every.lacking(solution.prices)
        if not len(lacking):
            all_pairs = True
            break
        pool = pool.joined(lacking)
        solution = in_pairs(pool, trios=False)
    if wanted and solution.unmatched:
        # Others may be left than before, who were compared with nobody of their own country.
        pool = widened(crowd, pool, solution.unmatched)
        solution = with_thirds(pool, solution, forbids=forbids, progress=progress)
    return Matched(pool, solution, apart, barred, all_pairs)


def prove_crowd(crowd: Crowd, matched: Matched, *, trios: bool) -> Proved:
    """The certificate. With trios the prices of the fit are others, and are tried on all pairs, too."""
    solution, pool = matched.solution, matched.pool
    every = EveryPair(crowd, matched.apart, matched.barred)
    capped, all_pairs = crowd.unkept.anything(), matched.all_pairs
    left, certificate = _certified(pool, matched, trios=trios, capped=capped)
    if not (capped and all_pairs):
        return Proved(pool, left, solution, certificate, all_pairs)
    if trios:
        for _ in range(ROUNDS):
            lacking = _lacking_for_the_fit(every, certificate)
            all_pairs = lacking is not None and not any(map(len, lacking))
            if lacking is None or all_pairs:
                break
            pool = pool.joined(*lacking)
            left, certificate = _certified(pool, matched, trios=trios, capped=capped)
    all_pairs &= not solution.unmatched or bounds_everything(
        certificate, solution.prices, pool.seats, trios=trios
    )
    return Proved(pool, left, solution, certificate, all_pairs)


def _certified(
    pool: Pool, matched: Matched, *, trios: bool, capped: bool
) -> tuple[Pool, Certificate]:
    """What staff left open of the pool, and what is proved about it."""
    solution = matched.solution
    left = pool.without(matched.apart, matched.barred)
    certificate = certify(
        left,
        [group for group in solution.groups if group not in solution.locked],
        solution.unmatched,
        trios=trios,
        apart=matched.apart,
        prices=solution.prices,
        packing=solution.packing,
        priced_first=capped,
    )
    return left, certificate


def _lacking_for_the_fit(every: EveryPair, certificate: Certificate) -> tuple[Pairs, Pairs] | None:
    """Partners and companions that the prices of the fit do not pay for; None where these prices are
    those of whole trios, which would have to be gone through one by one."""
    fit = certificate.fit
    if fit is None or fit.prices.per_teacher or fit.prices.unit != UNIT:
        return None
    return every.lacking(fit.prices), every.lacking_companions(fit.prices)


def _nobody_more(
    pool: Pool, solution: Solution, apart: Collection[int], barred: Collection[Edge]
) -> bool:
    """Whether it is proved that no more pairs are possible."""
    left = pool.without(apart, barred)
    free = [group for group in solution.groups if group not in solution.locked]
    alone = solution.unmatched
    bound = certify(left, free, alone, trios=False, apart=apart, prices=solution.prices, fit=False)
    return bound.reached(len(alone))


def _may_trio(one: Candidate, trios: Trios) -> bool:
    return trios == "everyone" or one.willing_third or one.group_size in ("3", "either")
