"""The solver against every possible grouping, and its promises on random pools."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import best_by_trying_all, random_parts, random_pool

from meridian_matcher.certificate import certify, prove
from meridian_matcher.hard_constraints import ContradictoryLocksError
from meridian_matcher.pool import Pool, Seat, pool_of
from meridian_matcher.solver import solve

SEEDS = st.integers(min_value=0, max_value=2**32)


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_small_cohorts_equal_brute_force(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        pool = random_pool(seed)
        solution = solve(pool, trios=False)
        reached = (
            len(pool.seats) - len(solution.unmatched),
            len(solution.groups),
            solution.points,
        )
        assert reached == best_by_trying_all(pool, trios=False), seed


@pytest.mark.parametrize("block", range(10))
def test_with_trios_as_many_are_placed_as_by_brute_force_and_fit_is_within_a_hundredth(
    block: int,
) -> None:
    for seed in range(block * 100, block * 100 + 100):
        pool = random_pool(seed)
        solution = solve(pool, trios=True)
        placed, groups, points = best_by_trying_all(pool, trios=True)
        assert len(pool.seats) - len(solution.unmatched) == placed, seed
        assert len(solution.groups) == groups, seed
        assert solution.points >= points * 0.99, seed


@given(SEEDS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_nobody_is_ever_grouped_within_one_country_only(seed: int, trios: bool) -> None:
    pool = random_pool(seed, most=30)
    for group in solve(pool, trios=trios).groups:
        countries = [pool.seats[one].country for one in group]
        assert len(set(countries)) >= 2
        assert pool.spans(group)


@given(SEEDS, st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_input_does_not_matter(seed: int, trios: bool) -> None:
    seats, partners, companions = random_parts(seed, most=20)
    dice = random.Random(seed + 1)

    def shuffled(edges: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
        pairs = [(pair[::-1] if dice.random() < 0.5 else pair, w) for pair, w in edges.items()]
        dice.shuffle(pairs)
        return dict(pairs)

    straight = solve(pool_of(seats, partners, companions), trios=trios)
    mixed = solve(
        pool_of(
            dice.sample(seats, len(seats)),
            shuffled(partners),
            shuffled(companions),
        ),
        trios=trios,
    )
    assert straight == mixed


@given(SEEDS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_locks_and_forbids_are_kept(seed: int, trios: bool) -> None:
    pool = random_pool(seed)
    dice = random.Random(seed)
    pairs = sorted(pool.partners)
    if len(pairs) < 2:
        return
    lock, *rest = dice.sample(pairs, len(pairs))
    forbids = [pair for pair in rest[:3] if pair != lock]
    solution = solve(pool, locks=[lock], forbids=forbids, trios=trios)
    assert lock in solution.groups
    for group in solution.groups:
        assert not set(combinations(group, 2)) & set(forbids)


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_without_trios_the_certificate_proves_the_optimum(seed: int) -> None:
    pool = random_pool(seed, most=24)
    solution = solve(pool, trios=False)
    certificate = certify(pool, solution.groups, solution.unmatched, trios=False)
    assert certificate.reached(len(solution.unmatched))
    assert prove(pool, certificate.bottleneck, trios=False) == certificate


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_no_bottleneck_whatever_ever_claims_more_than_brute_force_finds(seed: int) -> None:
    pool = random_pool(seed)
    dice = random.Random(seed)
    anything = [one for one in range(len(pool.seats)) if dice.random() < 0.3]
    for trios in (False, True):
        placed, *_ = best_by_trying_all(pool, trios=trios)
        unmatched = len(pool.seats) - placed
        assert prove(pool, anything, trios=trios).unmatched_at_least <= unmatched


@pytest.mark.parametrize(("majority", "others"), [(8, 4), (9, 2), (10, 3), (5, 5), (7, 0)])
def test_a_country_majority_leaves_exactly_what_arithmetic_says(majority: int, others: int) -> None:
    seats = [Seat(f"t{i:02}", f"t{i}", "TR") for i in range(majority)]
    seats += [Seat(f"o{i:02}", f"o{i}", f"X{i}") for i in range(others)]
    foreign = {(a.key, b.key): 50 for a, b in combinations(seats, 2) if a.country != b.country}
    same = {(a.key, b.key): 50 for a, b in combinations(seats, 2) if a.country == b.country}
    pool = pool_of(seats, foreign, same)
    n = majority + others
    for trios, least in (
        (False, max(0, 2 * majority - n)),
        (True, max(0, 3 * majority - 2 * n)),
    ):
        solution = solve(pool, trios=trios)
        certificate = certify(pool, solution.groups, solution.unmatched, trios=trios)
        assert len(solution.unmatched) == max(least, n % 2 if not trios else 0)
        assert certificate.reached(len(solution.unmatched))
        if least:
            assert certificate.country == "TR"


def test_contradictory_locks_are_explained_one_by_one() -> None:
    seats = [Seat("a", "1", "TR"), Seat("b", "2", "IT"), Seat("c", "3", "TR"), Seat("d", "4", "PL")]
    pool = pool_of(seats, {("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1}, {})
    with pytest.raises(ContradictoryLocksError) as refused:
        solve(pool, locks=[(0, 1), (1, 2), (0, 2)], forbids=[(0, 1)])
    codes = [problem["code"] for problem in refused.value.problems]
    assert codes == ["locked_and_forbidden", "locked_twice", "locked_twice"]


def test_an_empty_cohort_and_a_cohort_of_one_country_end_calmly() -> None:
    assert solve(Pool((), {}, {})).groups == ()
    seats = [Seat(f"{i}", f"{i}", "TR") for i in range(4)]
    pool = pool_of(seats, {}, {("0", "1"): 5})
    solution = solve(pool)
    assert solution.unmatched == (0, 1, 2, 3)
    assert certify(pool, (), solution.unmatched, trios=True).unmatched_at_least == 4


def test_somebody_who_wants_a_pair_is_never_put_into_a_trio() -> None:
    seats = [Seat("a", "1", "TR"), Seat("b", "2", "IT", may_trio=False), Seat("c", "3", "TR")]
    pool = pool_of(seats, {("a", "b"): 9, ("b", "c"): 5}, {("a", "c"): 5})
    assert solve(pool).groups == ((0, 1),)


def test_a_trio_needs_one_language_that_all_three_speak() -> None:
    def seat(key: str, country: str, *languages: str) -> Seat:
        return Seat(key, key, country, languages=frozenset(languages))

    seats = [seat("a", "TR", "en", "fr"), seat("b", "IT", "en", "de"), seat("c", "PL", "fr", "de")]
    pool = pool_of(seats, {("a", "b"): 9, ("b", "c"): 5, ("a", "c"): 5}, {})
    assert [len(group) for group in solve(pool).groups] == [2]
