"""What a certificate claims is checked from scratch, and a false one is found out."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import best_by_trying_all, random_pool

from meridian_matcher.certificate import Certificate, certify
from meridian_matcher.duals import Prices
from meridian_matcher.placing import PARTS, PlacingBound
from meridian_matcher.pool import Pool, Seat, pool_of
from meridian_matcher.solver import Solution, solve
from meridian_matcher.verify import verify_certificate

SEEDS = st.integers(min_value=0, max_value=2**32)


def _certified(pool: Pool, *, trios: bool) -> tuple[Solution, Certificate]:
    solution = solve(pool, trios=trios)
    found = certify(
        pool,
        solution.groups,
        solution.unmatched,
        trios=trios,
        prices=solution.prices,
        packing=solution.packing,
    )
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


def _repriced(certificate: Certificate, at: int, price: object) -> Certificate:
    assert certificate.fit is not None
    prices = certificate.fit.prices
    seats = tuple(price if one == at else each for one, each in enumerate(prices.seats))
    changed = replace(prices, seats=seats)  # type: ignore[arg-type]
    return replace(certificate, fit=replace(certificate.fit, prices=changed))


def _with_prices(certificate: Certificate, **more: object) -> Certificate:
    assert certificate.fit is not None
    changed = replace(certificate.fit.prices, **more)  # type: ignore[arg-type]
    return replace(certificate, fit=replace(certificate.fit, prices=changed))


def _with_fit(certificate: Certificate, points: object) -> Certificate:
    assert certificate.fit is not None
    return replace(certificate, fit=replace(certificate.fit, points=points))  # type: ignore[arg-type]


NOT_A_NUMBER = float("nan")


@pytest.mark.parametrize(
    "falsify",
    [
        lambda one: _repriced(one, 0, NOT_A_NUMBER),
        lambda one: _repriced(one, 0, float("inf")),
        lambda one: _repriced(one, 0, -4),
        lambda one: _repriced(one, 0, True),
        lambda one: _with_prices(one, seats=one.fit.prices.seats[:-1]),
        lambda one: _with_prices(one, seats=(*one.fit.prices.seats, 4)),
        lambda one: _with_prices(one, per_pair=NOT_A_NUMBER),
        lambda one: _with_prices(one, per_teacher=NOT_A_NUMBER),
        lambda one: _with_prices(one, unit=0),
        lambda one: _with_prices(one, unit=-4),
        lambda one: _with_prices(one, rings=(((0, 1, 2), NOT_A_NUMBER),)),
        lambda one: _with_prices(one, rings=(((0, 1, 2), -4),)),
        lambda one: _with_prices(one, rings=(((0, 1, 1), 4),)),
        lambda one: _with_prices(one, rings=(((0, 1, 99), 4),)),
        lambda one: _with_fit(one, NOT_A_NUMBER),
        lambda one: _with_fit(one, float("inf")),
        lambda one: replace(one, unmatched_at_least=NOT_A_NUMBER),
        lambda one: replace(one, unmatched_at_least=-1),
        lambda one: replace(one, help_available=NOT_A_NUMBER),
        lambda one: replace(one, bottleneck=(*one.bottleneck, one.bottleneck[0])),
        lambda one: replace(one, bottleneck=(*one.bottleneck, -1)),
        lambda one: replace(one, needy=(*one.needy, (99,)), unmatched_at_least=4),
        lambda one: replace(one, needy=(*one.needy, (-1,)), unmatched_at_least=4),
        lambda one: replace(one, needy=(*one.needy, ())),
        lambda one: replace(one, country="PL"),
        lambda one: replace(one, placing=PlacingBound((0,) * 7, 3)),
        lambda one: replace(one, placing=PlacingBound((NOT_A_NUMBER,) * 7, 3)),
        lambda one: replace(one, placing=PlacingBound((PARTS,) * 6, 3)),
        lambda one: replace(one, placing=PlacingBound((PARTS,) * 7, NOT_A_NUMBER)),
        lambda one: replace(one, placing=PlacingBound((PARTS,) * 7, 3)),
    ],
)
def test_a_certificate_of_what_proves_nothing_is_refused(
    falsify: Callable[[Certificate], Certificate],
) -> None:
    seats = [Seat(f"t{i}", f"t{i}", "TR") for i in range(5)]
    seats += [Seat(f"o{i}", f"o{i}", f"X{i}") for i in range(2)]
    pool = pool_of(
        seats, {(a.key, b.key): 50 + i for a in seats[:5] for i, b in enumerate(seats[5:])}
    )
    solution, certificate = _certified(pool, trios=False)
    checked = (pool, solution.groups, solution.unmatched)
    assert certificate.country == "TR"
    assert verify_certificate(*checked, certificate, trios=False) == []
    assert verify_certificate(*checked, falsify(certificate), trios=False) != []


def _three(**third: bool) -> Pool:
    seats = [Seat("a", "1", "TR"), Seat("b", "2", "IT"), Seat("c", "3", "IT", **third)]  # type: ignore[arg-type]
    return pool_of(seats, {("a", "b"): 9, ("a", "c"): 5}, {("b", "c"): 5})


def test_a_trio_in_a_run_of_pairs_is_refused() -> None:
    pool = _three()
    _, certificate = _certified(pool, trios=True)
    assert verify_certificate(pool, [(0, 1, 2)], [], certificate, trios=True) == []
    assert verify_certificate(pool, [(0, 1, 2)], [], certificate, trios=False) != []


def test_a_trio_with_somebody_who_refuses_trios_is_refused() -> None:
    pool = _three(may_trio=False)
    _, certificate = _certified(_three(), trios=True)
    assert verify_certificate(pool, [(0, 1, 2)], [], certificate, trios=True) != []


def test_somebody_in_two_groups_is_refused() -> None:
    pool = _three()
    _, certificate = _certified(pool, trios=True)
    assert verify_certificate(pool, [(0, 1), (0, 2)], [], certificate, trios=True) != []


def test_prices_that_forget_a_trio_are_found_out() -> None:
    """Both of one country cost nothing, and the third pays for a pair alone."""
    pool = _three()
    solution = Solution(((0, 1),), (2,), frozenset(), 1, 9)
    _, certificate = _certified(pool, trios=True)
    false = replace(
        certificate, unmatched_at_least=1, placing=PlacingBound((2 * PARTS, 0, 0), 1), fit=None
    )
    checked = (pool, solution.groups, solution.unmatched)
    found = verify_certificate(*checked, false, trios=True)
    assert found == ["the trio 0, 1, 2 costs less than three teachers"]


def test_a_group_of_one_country_or_a_forgotten_teacher_is_found_out() -> None:
    seats = [Seat("a", "1", "TR"), Seat("b", "2", "IT"), Seat("c", "3", "IT")]
    pool = pool_of(seats, {("a", "b"): 9, ("a", "c"): 5}, {("b", "c"): 5})
    _, certificate = _certified(pool, trios=False)
    assert verify_certificate(pool, [(0, 1)], [], certificate, trios=False)
    assert verify_certificate(pool, [(1, 2)], [0], certificate, trios=False)
