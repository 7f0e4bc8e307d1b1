"""One size of the matching's figures, in a process of its own so that its memory is its own."""

import json
import resource
import sys
import time
from typing import Any

from tests.bench.shapes import SHAPES, one_large_country
from tests.bench.teachers import teachers

from meridian_matcher.certificate import certify
from meridian_matcher.pairs import Pairs
from meridian_matcher.pool import Pool
from meridian_matcher.solver import Solution
from meridian_matcher.verify import verify_certificate
from partnering.fit.rules import Conditions, Weights
from partnering.matching.candidates import Crowd
from partnering.matching.crowds import match_crowd
from partnering.matching.job import Job, perform

REPEATED_UP_TO = 2000
VERIFIED_UP_TO = 2000
"""The check in plain steps takes a second at 2,000 teachers and minutes beyond."""


def measure(size: int) -> dict[str, Any]:
    """A whole run in pairs, from loaded profiles to its result; then against best-score-first."""
    started = time.perf_counter()
    while True:
        # The first call of a process pays for imports and caches; staff wait for the others.
        people = teachers(size)
        found = _run(Job(tuple(people), trios="none"))
        if size > REPEATED_UP_TO or time.perf_counter() - started > 1:
            break
    matched = match_crowd(Crowd(people, Weights(), Conditions()), "none")
    pool, solution = matched.pool, matched.solution
    alone, fit = _greedy(pool)
    return {
        **found,
        "wrong": _wrong(pool, solution) if size <= VERIFIED_UP_TO else None,
        "greedy_unmatched": alone,
        "greedy_points": fit,
    }


def measure_shape(name: str, size: int) -> dict[str, Any]:
    """The same with trios, of a cohort of an unusual shape."""
    return _run(Job(tuple(SHAPES[name](size))))


def measure_seeds(percent: int, size: int, seeds: int) -> dict[str, Any]:
    """Several cohorts with one large country: unmatched, bound and processor seconds of each."""
    runs = [_run(Job(tuple(one_large_country(size, percent, seed + 1)))) for seed in range(seeds)]
    return {
        "unmatched": [run["unmatched"] for run in runs],
        "bounds": [run["unmatched_bound"] for run in runs],
        "seconds": [run["processor_seconds"] for run in runs],
    }


def _run(job: Job) -> dict[str, Any]:
    wall, busy = time.perf_counter(), time.process_time()
    result = perform(job).result
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    return {
        "seconds": wall,
        "processor_seconds": busy,
        "peak_memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "unmatched": result["teachers"] - result["placed"],
        "unmatched_bound": result["certificate"]["unmatched_at_least"],
        "points": result["points"],
        "points_bound": result["certificate"]["fit_upper_bound"],
        "pairs_considered": result["candidate_pairs"],
        "all_pairs": result["all_pairs_considered"],
    }


def _wrong(pool: Pool, solution: Solution) -> list[str]:
    certificate = certify(
        pool, solution.groups, solution.unmatched, trios=False, prices=solution.prices
    )
    return verify_certificate(pool, solution.groups, solution.unmatched, certificate, trios=False)


def _greedy(pool: Pool) -> tuple[int, int]:
    """Best score first: who stays alone, and the points reached."""
    pairs = Pairs.of(pool.partners)
    taken = [False] * len(pool.seats)
    points = placed = 0
    for at in (-pairs.points).argsort(kind="stable").tolist():
        a, b = int(pairs.low[at]), int(pairs.high[at])
        if not taken[a] and not taken[b]:
            taken[a] = taken[b] = True
            placed += 2
            points += int(pairs.points[at])
    return len(pool.seats) - placed, points


def by_another(solver: str, size: int) -> dict[str, Any]:
    """The same pairs solved by a library that does nothing else; its call alone is timed."""
    people = teachers(size)
    pool = match_crowd(Crowd(people, Weights(), Conditions()), "none").pool
    edges = [(a, b, points) for (a, b), points in pool.partners.items()]
    graph: Any
    if solver == "networkx":
        import networkx

        graph = networkx.Graph()
        graph.add_nodes_from(range(size))
        graph.add_weighted_edges_from(edges)
    else:
        import rustworkx

        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(list(range(size)))
        graph.add_edges_from(edges)
    busy = time.process_time()
    if solver == "networkx":
        found = networkx.max_weight_matching(graph, maxcardinality=True)
    else:
        found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    busy = time.process_time() - busy
    return {
        "processor_seconds": busy,
        "unmatched": size - 2 * len(found),
        "points": sum(pool.partners[min(pair), max(pair)] for pair in found),
    }


if __name__ == "__main__":
    kind, asked = sys.argv[1], int(sys.argv[2])
    if len(sys.argv) > 3:
        found = measure_seeds(int(kind.removeprefix("one_country_")), asked, int(sys.argv[3]))
    elif kind in SHAPES:
        found = measure_shape(kind, asked)
    else:
        found = measure(asked) if kind == "ours" else by_another(kind, asked)
    sys.stdout.write(json.dumps(found) + "\n")
