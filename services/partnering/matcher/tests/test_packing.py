"""Pairs and trios together: as many teachers placed as can be, at any size."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import best_by_trying_all, random_pool
from skewed import best_by_programme, skewed_parts, skewed_pool

from meridian_matcher import packing, triples
from meridian_matcher.certificate import Certificate, certify
from meridian_matcher.joining import joined
from meridian_matcher.pool import Pool, Seat, pool_of
from meridian_matcher.solver import Solution, best_pairs, solve
from meridian_matcher.verify import verify_certificate

SEEDS = st.integers(min_value=0, max_value=2**32)


def _certified(pool: Pool, **more: object) -> tuple[Solution, Certificate]:
    solution = solve(pool, **more)  # type: ignore[arg-type]
    found = certify(
        pool,
        solution.groups,
        solution.unmatched,
        trios=True,
        prices=solution.prices,
        packing=solution.packing,
    )
    return solution, found


def _worth(pool: Pool, solution: Solution) -> tuple[int, int, int]:
    placed = sum(len(group) for group in solution.groups)
    return placed, len(solution.groups), solution.points


def test_a_pair_gives_way_to_a_trio_that_places_one_more() -> None:
    def seat(number: int, country: str, *languages: str) -> Seat:
        return Seat(f"{number}", f"p{number}", country, languages=frozenset(languages))

    seats = [
        seat(0, "TR", "en", "tr"),
        seat(1, "TR", "en", "tr"),
        seat(2, "TR", "en", "tr"),
        seat(3, "IT", "en", "it", "fr"),
        seat(4, "TR", "ku"),
        seat(5, "TR", "ku", "fr"),
    ]
    partners = {("0", "3"): 30, ("1", "3"): 28, ("2", "3"): 34, ("3", "5"): 39}
    pool = pool_of(seats, partners, {("1", "2"): 46})
    solution, certificate = _certified(pool)
    assert solution.groups == ((1, 2, 3),)
    assert certificate.reached(3)
    checked = (pool, solution.groups, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True) == []


@given(SEEDS, st.integers(14, 34), st.sampled_from([50, 60, 70, 80]))
@settings(max_examples=40, deadline=None)
def test_pairs_and_trios_equal_an_integer_programme_over_all_of_them(
    seed: int, n: int, percent: int
) -> None:
    pool = skewed_pool(n, percent, seed)
    solution, certificate = _certified(pool)
    assert _worth(pool, solution) == best_by_programme(pool)
    checked = (pool, solution.groups, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True) == []


@pytest.mark.parametrize("percent", [50, 60, 70, 80])
def test_in_middle_cohorts_too(percent: int) -> None:
    pool = skewed_pool(90, percent, seed=percent, density=0.12)
    solution, certificate = _certified(pool)
    assert _worth(pool, solution) == best_by_programme(pool)
    checked = (pool, solution.groups, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True) == []


@pytest.mark.parametrize("percent", [50, 60, 70, 80])
@pytest.mark.parametrize("n", [160, 320])
def test_the_bound_is_reached_or_missed_by_one_teacher_in_a_hundred(n: int, percent: int) -> None:
    pool = skewed_pool(n, percent, seed=n + percent, density=0.1)
    solution, certificate = _certified(pool)
    missed = len(solution.unmatched) - certificate.unmatched_at_least
    assert 0 <= missed <= n // 100
    checked = (pool, solution.groups, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True) == []


@pytest.mark.parametrize("percent", [60, 80])
def test_parts_of_a_large_cohort_lose_few(percent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = skewed_pool(320, percent, seed=percent, density=0.1)
    whole, certificate = _certified(pool)
    pairs = solve(pool, trios=False)
    monkeypatch.setattr(triples, "TOGETHER_UP_TO", 100)
    monkeypatch.setattr(triples, "LEFT_AT_ONCE", 60)
    monkeypatch.setattr(triples, "GROUPS_AT_ONCE", 60)
    parted, _ = _certified(pool)
    assert len(whole.unmatched) <= len(parted.unmatched) < len(pairs.unmatched)
    closed = len(pairs.unmatched) - len(parted.unmatched)
    assert closed * 10 >= 7 * (len(pairs.unmatched) - len(whole.unmatched))
    # The bound of the fit is that of other numbers of groups.
    checked = (pool, parted.groups, parted.unmatched, replace(certificate, fit=None))
    assert verify_certificate(*checked, trios=True) == []


@given(SEEDS, st.integers(8, 20))
@settings(max_examples=15, deadline=None)
def test_groups_that_join_late_are_counted(seed: int, n: int) -> None:
    """Here all but the best pairs join only when the placing is bounded."""
    pool = skewed_pool(n, 70, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "BEST_EACH", 1)
        patch.setattr(packing, "NEAR_ENOUGH", 1e9)
        solution, certificate = _certified(pool)
    assert _worth(pool, solution)[0] == best_by_programme(pool)[0]
    checked = (pool, solution.groups, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True) == []


@pytest.mark.parametrize("percent", [60, 80])
def test_teachers_who_are_all_alike_are_placed_up_to_the_bound(percent: int) -> None:
    seats = [Seat(f"{i:03}", f"{i}", "M" if i < 2 * percent else f"{i % 3}") for i in range(200)]
    partners = {(a.key, b.key): 50 for a in seats for b in seats if a.country < b.country}
    companions = {
        (a.key, b.key): 50 for a in seats for b in seats if a.country == b.country and a.key < b.key
    }
    solution, certificate = _certified(pool_of(seats, partners, companions))
    assert certificate.reached(len(solution.unmatched))


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_whoever_joins_takes_nobody_s_place_and_breaks_no_rule(seed: int) -> None:
    pool = random_pool(seed, most=16)
    pairs = best_pairs(pool)
    covered = {one for pair in pairs for one in pair}
    groups = joined(pool, pairs, [one for one in range(len(pool.seats)) if one not in covered])
    seated = [one for group in groups for one in group]
    assert len(set(seated)) == len(seated)
    assert covered <= set(seated)
    assert len(seated) <= best_by_trying_all(pool, trios=True)[0]
    for group in groups:
        assert pool.spans(group)
        assert len(group) == 2 or all(pool.seats[one].may_trio for one in group)


def test_a_trio_parts_into_two_pairs_for_one_who_is_left() -> None:
    seats = [Seat(f"{i}", f"p{i}", country) for i, country in enumerate("ABCD")]
    every = {(a.key, b.key): 10 for a, b in combinations(seats, 2)}
    assert joined(pool_of(seats, every), [(0, 1, 2)], [3]) == [(0, 3), (1, 2)]


def test_the_order_of_input_never_matters_to_trios() -> None:
    seats, partners, companions = skewed_parts(160, 70, seed=3, density=0.1)
    found = []
    for seed in range(3):
        dice = random.Random(seed)
        mixed = [dice.sample(list(each.items()), len(each)) for each in (partners, companions)]
        pool = pool_of(dice.sample(seats, len(seats)), dict(mixed[0]), dict(mixed[1]))
        found.append(solve(pool).groups)
    assert found[0] == found[1] == found[2]


def test_locks_forbids_and_refusals_hold_among_many_trios() -> None:
    pool = skewed_pool(160, 70, seed=5, density=0.1)
    free = solve(pool)
    lock = next(group for group in free.groups if len(group) == 3)
    barred = next(group for group in free.groups if len(group) == 3 and group != lock)
    solution = solve(pool, locks=[lock], forbids=[barred[:2]])
    assert lock in solution.groups
    assert not any(set(barred[:2]) <= set(group) for group in solution.groups)
    for group in solution.groups:
        assert pool.spans(group)
        assert len(group) == 2 or all(pool.seats[one].may_trio for one in group)
    left = pool.without(lock, [barred[:2]])
    others = [group for group in solution.groups if group != lock]
    certificate = certify(
        left,
        others,
        solution.unmatched,
        trios=True,
        apart=lock,
        prices=solution.prices,
        packing=solution.packing,
    )
    checked = (left, others, solution.unmatched, certificate)
    assert verify_certificate(*checked, trios=True, apart=lock) == []
    assert len(solution.unmatched) - certificate.unmatched_at_least <= 1
