"""A cap on pairs is no cap on the proof: prices are tried on every pair, and those too cheap join."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import random_people, skewed_people
from pools import best_by_trying_all

from meridian_matcher.pool import Pool
from meridian_matcher.verify import verify_certificate
from partnering.fit.rules import Candidate, Conditions, Weights
from partnering.matching import candidates, crowds
from partnering.matching.candidates import Crowd, build_pool
from partnering.matching.crowds import Proved, match_crowd, prove_crowd
from partnering.matching.job import Job, perform

SEEDS = st.integers(0, 2**32 - 1)
PROPERTY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def capped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody names their best two, and who has three at most keeps them."""
    monkeypatch.setattr(candidates, "ALL_PAIRS_IF_AT_MOST", 0)
    monkeypatch.setattr(candidates, "DENSE_EACH", 2)
    monkeypatch.setattr(candidates, "DENSE_SPREAD", 0)
    monkeypatch.setattr(candidates, "KEPT_WHOLE", 3)


def proved(
    people: list[Candidate],
    *,
    trios: bool,
    locks: list[tuple[int, ...]] | None = None,
    forbids: list[tuple[int, int]] | None = None,
) -> Proved:
    crowd = Crowd(people, Weights(), Conditions())
    wanted = "willing" if trios else "none"
    matched = match_crowd(crowd, wanted, locks=locks or (), forbids=forbids or ())
    return prove_crowd(crowd, matched, trios=trios)


def all_of(people: list[Candidate]) -> Pool:
    """The pool of every admissible pair."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "ALL_PAIRS_IF_AT_MOST", 10**9)
        crowd = Crowd(people, Weights(), Conditions())
        return build_pool(
            crowd,
            may_trio=lambda one: one.willing_third or one.group_size != "2",
            companions=True,
        )


def people_like(seed: int, count: int) -> list[Candidate]:
    """Of every kind: all different, of one large country, or alike but for their country."""
    dice = random.Random(seed)
    if dice.random() < 0.4:
        return skewed_people(count, dice.choice([50, 60, 70]), seed)
    people = random_people(seed, count)
    if dice.random() < 0.5:
        return people
    return [
        replace(one, languages={"en": "B2"}, age_from=10, age_to=12, musts=frozenset())
        for one in people
    ]


@given(SEEDS)
@PROPERTY
def test_pairs_of_a_capped_run_are_the_best_of_all_pairs(capped: None, seed: int) -> None:
    people = people_like(seed, 11)
    found, every = proved(people, trios=False), all_of(people)
    placed, _, points = best_by_trying_all(every, trios=False)
    assert (11 - len(found.solution.unmatched), found.solution.points) == (placed, points)
    assert found.all_pairs


@given(SEEDS, st.integers(20, 70), st.booleans())
@PROPERTY
def test_what_is_said_of_all_pairs_holds_for_each_of_them(
    capped: None, seed: int, count: int, trios: bool
) -> None:
    people = people_like(seed, count)
    found, every = proved(people, trios=trios), all_of(people)
    assert found.all_pairs or trios
    if found.all_pairs:
        wrong = verify_certificate(
            every,
            found.solution.groups,
            found.solution.unmatched,
            found.certificate,
            trios=trios,
        )
        assert not wrong


@given(SEEDS)
@PROPERTY
def test_locks_and_forbids_are_no_pairs_that_lack(capped: None, seed: int) -> None:
    people = people_like(seed, 40)
    every = all_of(people)
    dice = random.Random(seed)
    pairs = sorted(every.partners)
    locks = [dice.choice(pairs)] if pairs else []
    forbids = [one for one in dice.sample(pairs, min(len(pairs), 25)) if one not in locks]
    apart = {one for lock in locks for one in lock}
    found = proved(people, trios=False, locks=list(locks), forbids=forbids)
    wrong = verify_certificate(
        every.without(apart, forbids),
        [group for group in found.solution.groups if group not in found.solution.locked],
        found.solution.unmatched,
        found.certificate,
        trios=False,
        apart=apart,
    )
    assert found.all_pairs
    assert not wrong


def test_a_capped_run_that_looks_at_no_other_pairs_claims_nothing_about_them(
    capped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "ROUNDS", 0)
    result = perform(Job(tuple(random_people(1, 40)), trios="none")).result
    assert not result["all_pairs_considered"]


def test_a_capped_run_has_the_result_of_one_that_keeps_every_pair(capped: None) -> None:
    people = tuple(skewed_people(150, 40, 3))
    few = perform(Job(people, trios="none")).result
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "ALL_PAIRS_IF_AT_MOST", 10**9)
        every = perform(Job(people, trios="none")).result
    assert few["all_pairs_considered"]
    assert few["candidate_pairs"] < every["candidate_pairs"] / 2
    assert (few["placed"], few["points"]) == (every["placed"], every["points"])
    for name in ("unmatched_at_least", "reached", "fit_upper_bound", "gap"):
        assert few["certificate"][name] == every["certificate"][name]
