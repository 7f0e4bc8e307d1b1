"""What a certificate claims is checked from scratch, and a false one is found out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import best_by_trying_all, random_pool

from partnering.matching.certificate import Certificate, certify
from partnering.matching.optimum import Prices
from partnering.matching.pool import Pool, Seat, pool_of
from partnering.matching.solver import Solution, solve
from partnering.matching.verification import verify_certificate

SEEDS = st.integers(min_value=0, max_value=2**32)


def _certified(pool: Pool, *, trios: bool) -> tuple[Solution, Certificate]:
    solution = solve(pool, trios=trios)
    found = certify(pool, solution.groups, solution.unmatched, trios=trios, prices=solution.prices)
    return solution, found


@given(SEEDS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_certificate_holds(seed: int, trios: bool) -> None:
    pool = random_pool(seed, most=24)
    solution, certificate = _certified(pool, trios=trios)
    checked = (pool, solution.groups, solution.unmatched)
    assert verify_certificate(*checked, certificate, trios=trios) == []


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_it_holds_beside_what_staff_locked_and_forbade(seed: int) -> None:
    pool = random_pool(seed, most=20)
    if len(pool.partners) < 2:
        return
    lock, forbid, *_ = sorted(pool.partners, key=lambda edge: (edge[0] * seed + edge[1]) % 97)
    solution = solve(pool, locks=[lock], forbids=[forbid], trios=False)
    left, free = pool.without(lock, [forbid]), [g for g in solution.groups if g != lock]
    found = certify(left, free, solution.unmatched, trios=False, apart=lock, prices=solution.prices)
    assert found.reached(len(solution.unmatched))
    assert verify_certificate(left, free, solution.unmatched, found, trios=False, apart=lock) == []


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_in_pairs_the_bound_of_the_fit_is_always_reached(seed: int) -> None:
    solution, certificate = _certified(random_pool(seed, most=40), trios=False)
    assert certificate.fit is not None
    assert certificate.fit.points == solution.points


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_in_trios_the_bound_of_the_fit_is_never_below_the_best(seed: int) -> None:
    pool = random_pool(seed)
    _, certificate = _certified(pool, trios=True)
    assert certificate.fit is not None
    assert certificate.fit.points >= best_by_trying_all(pool, trios=True)[2]


def _cheaper(certificate: Certificate) -> Certificate:
    assert certificate.fit is not None
    prices = certificate.fit.prices
    dearest = max(range(len(prices.seats)), key=lambda one: prices.seats[one])
    seats = tuple(price - 4 * (one == dearest) for one, price in enumerate(prices.seats))
    fit = replace(certificate.fit, prices=replace(prices, seats=seats))
    return replace(certificate, fit=replace(fit, points=fit.points - 1))


def _of_nothing(certificate: Certificate) -> Certificate:
    assert certificate.fit is not None
    nothing = Prices(1, (0,) * len(certificate.fit.prices.seats), ())
    return replace(certificate, fit=replace(certificate.fit, prices=nothing, points=0))


@pytest.mark.parametrize(
    "falsify",
    [
        lambda one: replace(one, unmatched_at_least=one.unmatched_at_least + 1),
        lambda one: replace(one, bottleneck=one.bottleneck[1:]),
        lambda one: replace(one, needy=(*one.needy, one.needy[0])),
        lambda one: replace(one, needy=(*one.needy, one.bottleneck[:1])),
        lambda one: replace(one, help_available=0),
        _cheaper,
        _of_nothing,
    ],
)
def test_a_false_certificate_is_found_out(
    falsify: Callable[[Certificate], Certificate],
) -> None:
    seats = [Seat(f"t{i}", f"t{i}", "TR") for i in range(5)]
    seats += [Seat(f"o{i}", f"o{i}", f"X{i}") for i in range(2)]
    pool = pool_of(
        seats, {(a.key, b.key): 50 + i for a in seats[:5] for i, b in enumerate(seats[5:])}
    )
    solution, certificate = _certified(pool, trios=False)
    checked = (pool, solution.groups, solution.unmatched)
    assert certificate.unmatched_at_least == 3
    assert verify_certificate(*checked, certificate, trios=False) == []
    assert verify_certificate(*checked, falsify(certificate), trios=False) != []


def test_a_group_of_one_country_or_a_forgotten_teacher_is_found_out() -> None:
    seats = [Seat("a", "1", "TR"), Seat("b", "2", "IT"), Seat("c", "3", "IT")]
    pool = pool_of(seats, {("a", "b"): 9, ("a", "c"): 5}, {("b", "c"): 5})
    _, certificate = _certified(pool, trios=False)
    assert verify_certificate(pool, [(0, 1)], [], certificate, trios=False)
    assert verify_certificate(pool, [(1, 2)], [0], certificate, trios=False)
