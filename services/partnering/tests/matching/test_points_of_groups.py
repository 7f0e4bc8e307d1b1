"""Which pairs the largest cohorts keep, and points of a group that add up exactly."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from people import random_people

from meridian_matcher.pairs import Edge
from partnering.fit.rules import Candidate, Conditions, Weights, fit
from partnering.matching import candidates as candidates_module
from partnering.matching.candidates import Crowd, build_pool
from partnering.matching.explanation import contributions_of, explain

SEEDS = st.integers(min_value=0, max_value=2**32)


def _pool_pairs(people: list[Candidate]) -> dict[Edge, int]:
    crowd = Crowd(people, Weights(), Conditions())
    pool = build_pool(crowd, may_trio=lambda _: True, companions=False)
    return dict(pool.partners)


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_in_the_largest_cohorts_everybody_keeps_their_best_pairs(seed: int) -> None:
    people = random_people(seed, 60)
    whole = _pool_pairs(people)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates_module, "ALL_PAIRS_UP_TO", 10)
        patch.setattr(candidates_module, "BEST_EACH", 4)
        patch.setattr(candidates_module, "KEPT_WHOLE", 8)
        kept = _pool_pairs(people)
    assert kept.items() <= whole.items()
    for seat in range(60):
        mine = sorted((points for edge, points in whole.items() if seat in edge), reverse=True)
        left = sorted((points for edge, points in kept.items() if seat in edge), reverse=True)
        assert left[:4] == mine[:4]
        assert len(mine) > 8 or left == mine


@given(SEEDS, st.integers(2, 3))
@settings(max_examples=200, deadline=None)
def test_what_a_group_is_told_as_a_whole_sums_to_its_points_exactly(seed: int, size: int) -> None:
    people = random_people(seed, size)
    weights, conditions = Weights(language=31, ages=17, subjects=13), Conditions()
    fits = [fit(a, b, weights, conditions) for a, b in combinations(people, 2)]
    whole = contributions_of(fits)
    explained = explain(people, weights, conditions)
    assert sum(points for _, points, _ in whole) == explained["total"]
    assert all(0 <= points <= out_of for _, points, out_of in whole)
    assert sum(out_of for _, _, out_of in whole) == weights.most
    assert [one["points"] for one in explained["contributions"]] == [one[1] for one in whole]
