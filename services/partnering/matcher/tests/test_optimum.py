"""The best pairs equal another solver's, however few pairs the work begins with."""

import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meridian_matcher import duals, optimum, pairs
from meridian_matcher.blossom import Blossoms
from meridian_matcher.duals import UNIT, Prices, too_cheap
from meridian_matcher.optimum import best_of, fractional_prices
from meridian_matcher.pairs import Edge, Pairs, circles

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
            patch.setattr(duals, "AT_ONCE", 7)
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
