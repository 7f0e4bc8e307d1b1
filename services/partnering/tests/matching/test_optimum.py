"""The best pairs equal another solver's, however few pairs the work begins with."""

import random
from itertools import combinations

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pools import random_people

from partnering.fit.rules import Candidate, Conditions, Weights, fit
from partnering.matching import candidates as candidates_module
from partnering.matching import optimum, pairs
from partnering.matching.blossoms import Blossoms
from partnering.matching.candidates import Crowd, build_pool
from partnering.matching.explanation import contributions_of, explain
from partnering.matching.optimum import UNIT, Prices, best_of, fractional_prices, too_cheap
from partnering.matching.pairs import Edge, Pairs, circles

SEEDS = st.integers(min_value=0, max_value=2**32)


def _random_pairs(seed: int, most: int = 40) -> tuple[int, dict[Edge, int]]:
    dice = random.Random(seed)
    n, density = dice.randint(2, most), dice.choice([0.05, 0.1, 0.2, 0.5, 1.0])
    highest = dice.choice([0, 1, 3, 100, 9000])
    edges = [(a, b) for a in range(n) for b in range(a + 1, n) if dice.random() < density]
    return n, {edge: dice.randint(0, highest) for edge in edges}


def _by_networkx(edges: dict[Edge, int]) -> tuple[int, int]:
    graph = networkx.Graph()
    graph.add_weighted_edges_from([(a, b, points) for (a, b), points in edges.items()])
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    return len(found), sum(edges[min(pair), max(pair)] for pair in found)


@given(SEEDS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_as_many_pairs_and_as_many_points_as_another_solver_finds(seed: int, few: bool) -> None:
    n, edges = _random_pairs(seed)
    with pytest.MonkeyPatch.context() as patch:
        if few:
            patch.setattr(optimum, "WHOLE_UP_TO", 0)
            patch.setattr(optimum, "WHOLE_EACH", 0)
            patch.setattr(optimum, "BEST_EACH", 1)
            patch.setattr(optimum, "AT_ONCE", 7)
        found, prices = best_of(n, Pairs.of(edges))
    assert len({one for pair in found for one in pair}) == 2 * len(found)
    points = sum(edges[pair] for pair in found)
    assert (len(found), points) == _by_networkx(edges)
    assert prices.total == UNIT * (points + len(found) * prices.per_pair)
    assert len(too_cheap(n, Pairs.of(edges), prices)) == 0


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_a_repair_that_begins_with_nobody_placed_finds_the_same(seed: int) -> None:
    """Far more rings close and open than when the fractional matching leads the way."""
    n, edges = _random_pairs(seed)
    around: list[list[Edge]] = [[] for _ in range(n)]
    for (a, b), points in edges.items():
        around[a].append((b, UNIT * points))
        around[b].append((a, UNIT * points))
    highest = max([UNIT * points for points in edges.values()], default=0)
    found = Blossoms(
        [highest // 2] * n, [-1] * n, lambda one: tuple(zip(*around[one], strict=True)) or ((), ())
    )
    found.repair()
    prices = Prices(0, tuple(found.prices()), tuple(found.rings()))
    assert prices.total == sum(
        UNIT * edges[one, mate] for one, mate in enumerate(found.mate) if one < mate
    )
    assert min(prices.seats) >= 0
    assert all(price > 0 for _, price in prices.rings)
    assert len(too_cheap(n, Pairs.of(edges), prices)) == 0


@given(SEEDS)
@settings(max_examples=50, deadline=None)
def test_prices_without_a_worth_of_pairs_bound_any_matching(seed: int) -> None:
    n, edges = _random_pairs(seed)
    graph = networkx.Graph()
    graph.add_weighted_edges_from([(a, b, points) for (a, b), points in edges.items()])
    best = sum(edges[min(pair), max(pair)] for pair in networkx.max_weight_matching(graph))
    assert best * UNIT <= fractional_prices(n, Pairs.of(edges)).total


@given(SEEDS, st.booleans())
@settings(max_examples=100, deadline=None)
def test_pairs_in_arrays_answer_like_a_dictionary(seed: int, searched: bool) -> None:
    n, edges = _random_pairs(seed)
    dice = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        if searched:
            patch.setattr(pairs, "AS_A_TABLE_UP_TO", -1)
        found = Pairs.of(dict(dice.sample(sorted(edges.items()), len(edges))))
        assert dict(found) == edges
        assert all((edge in found) == (edge in edges) for edge in [(0, 1), (1, n), (n, n + 1)])
        gone, barred = dice.sample(range(n), n // 3), dice.sample(sorted(edges), len(edges) // 3)
        assert dict(found.without(gone, barred)) == {
            edge: points
            for edge, points in edges.items()
            if edge not in barred and not set(edge) & set(gone)
        }
        assert dict(found.joined(found)) == edges


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_circles_are_the_connected_parts(seed: int) -> None:
    n, edges = _random_pairs(seed)
    away = set(random.Random(seed).sample(range(n), n // 4))
    graph = networkx.Graph([edge for edge in edges if not away & set(edge)])
    graph.add_nodes_from(set(range(n)) - away)
    labels = circles(n, Pairs.of(edges), away).tolist()
    found: dict[int, set[int]] = {}
    for seat in set(range(n)) - away:
        found.setdefault(labels[seat], set()).add(seat)
    expected = [set(part) for part in networkx.connected_components(graph)]
    assert sorted(found.values(), key=min) == sorted(expected, key=min)


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
