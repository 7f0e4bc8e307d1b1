"""Figures of the matching: from loaded profiles to the certificate, against best-score-first."""

import resource
import time
from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from tests.bench.row import Row
from tests.bench.teachers import teachers

from partnering.fit.rules import Candidate, Conditions, Weights
from partnering.matching.candidates import Crowd
from partnering.matching.certificate import certify
from partnering.matching.job import Job, match_crowd, perform
from partnering.matching.pool import Pool

GOALS = {120: 0.2, 300: 1.0, 2000: 2.0, 10000: 20.0}


def rows(sizes: Sequence[int] = (120, 300, 2000)) -> list[Row]:
    """Rows of pairs only, one block per size; 10,000 is asked for by name."""
    found: list[Row] = []
    for size in sizes:
        found += _block(size)
    found += _trios()
    return found


def _block(size: int) -> list[Row]:
    people = teachers(size)
    # The first call of a process pays for imports and caches; the others are what staff wait for.
    timings, busy = [], []
    for _ in range(3 if size <= 300 else 1):
        fresh = teachers(size)
        started, worked = time.perf_counter(), time.process_time()
        pool, unmatched, points, least = _solved(fresh)
        timings.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    seconds = min(timings)
    alone, fit = _greedy(pool)
    bound = _upper_bound(pool, size - unmatched, whole=size <= 300)
    name = f"matching.{size}"
    allowed = 0.0 if size <= 300 else 0.1
    gap = 100 * (bound - points) / bound if bound else 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _row(f"{name}.seconds", round(seconds, 3), "s", GOALS[size], seconds <= GOALS[size]),
        _row(f"{name}.processor_seconds", round(min(busy), 3), "s", None, holds=None),
        _row(f"{name}.unmatched", unmatched, "teachers", least, unmatched == least),
        _row(f"{name}.unmatched_greedy", alone, "teachers", None, holds=None),
        _row(f"{name}.gap_to_bound", round(gap, 4), "%", allowed, gap <= allowed),
        _row(f"{name}.fit_over_greedy", round(points / max(1, fit), 4), "ratio", None, holds=None),
        _row(f"{name}.candidate_pairs", len(pool.partners), "pairs", None, holds=None),
        _row(f"{name}.peak_memory", round(peak), "MB", 1500, peak <= 1500),
        _row(f"{name}.teachers", len(people), "teachers", None, holds=None),
    ]


def _solved(people: list[Candidate]) -> tuple[Pool, int, int, int]:
    crowd = Crowd(people, Weights(), Conditions())
    pool, solution = match_crowd(crowd, "none")
    certificate = certify(pool, solution.groups, solution.unmatched, trios=False)
    return pool, len(solution.unmatched), solution.points, certificate.unmatched_at_least


def _trios() -> list[Row]:
    """The whole run of the demo's size with trios and explanations, skewed and balanced."""
    found = []
    for mix in ("skewed", "balanced"):
        people = teachers(120, seed=7, balanced=mix == "balanced")
        started = time.perf_counter()
        result = perform(Job(people=tuple(people))).result
        seconds = time.perf_counter() - started
        alone = result["teachers"] - result["placed"]
        least = result["certificate"]["unmatched_at_least"]
        name = f"matching.120.{mix}.with_trios"
        found.append(_row(f"{name}.seconds", round(seconds, 3), "s", 5.0, seconds <= 5))
        found.append(_row(f"{name}.unmatched", alone, "teachers", least, alone == least))
    return found


def _greedy(pool: Pool) -> tuple[int, int]:
    """Best score first: who stays alone, and the points reached."""
    taken: set[int] = set()
    points = 0
    for (a, b), score in sorted(pool.partners.items(), key=lambda one: (-one[1], one[0])):
        if a not in taken and b not in taken:
            taken |= {a, b}
            points += score
    return len(pool.seats) - len(taken), points


def _upper_bound(pool: Pool, placed: int, *, whole: bool) -> float:
    """No matching of these pairs that places as many has more points.

    Small pools are solved as an integer programme by another solver, which is the optimum itself;
    large ones by its linear relaxation, which is a little above it.
    """
    if not pool.partners:
        return 0.0
    edges = list(pool.partners)
    columns = np.repeat(np.arange(len(edges)), 2)
    once = csr_array(
        (np.ones(len(columns)), (np.array(edges).ravel(), columns)),
        shape=(len(pool.seats), len(edges)),
    )
    answer = milp(
        -np.array([float(pool.partners[edge]) for edge in edges]),
        constraints=[
            LinearConstraint(once, -np.inf, 1),
            LinearConstraint(np.ones((1, len(edges))), placed / 2, placed / 2),
        ],
        bounds=Bounds(0, 1),
        integrality=np.full(len(edges), 1 if whole else 0),
        options={"mip_rel_gap": 0.0},
    )
    return round(float(-answer.fun), 6)


def _row(name: str, value: float, unit: str, goal: float | None, holds: bool | None) -> Row:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "holds": holds}


if __name__ == "__main__":
    import json
    import sys

    chosen = [int(size) for size in sys.argv[1:]] or [120, 300, 2000]
    for row in rows(chosen):
        sys.stdout.write(json.dumps(row) + "\n")
