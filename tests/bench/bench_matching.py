"""Figures of the matching: whole runs, from loaded profiles to the result staff see."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.bench.row import Row
from tests.bench.teachers import teachers

from partnering.matching.child import ONE_THREAD, outcome_of
from partnering.matching.job import Job, perform


@dataclass(frozen=True)
class Goal:
    """What a size must reach; shares are in percent of the bound, memory in megabytes."""

    seconds: float
    unmatched: float = 0.0
    fit: float = 0.0
    memory: int = 1500


GOALS = {
    120: Goal(0.2),
    300: Goal(1.0),
    2000: Goal(2.0),
    10_000: Goal(10.0, fit=0.1),
    100_000: Goal(150.0, unmatched=0.1, fit=1.0, memory=4000),
}
SEEDS = {120: 5, 200: 5, 600: 5, 2000: 2}
"""How many cohorts with one large country are drawn of each size."""
OTHERS = {"networkx": 2000, "rustworkx": 2000}
"""Up to which size another solver is tried on the same pairs."""
STOPPED_AFTER = 30
"""Seconds that another solver is given."""


def rows(sizes: Sequence[int] = ()) -> list[Row]:
    """A block per size, pairs only; then the demo's size with trios, and one question of staff."""
    found: list[Row] = []
    for size in sizes or GOALS:
        found += _block(size)
    return [*found, *_trios(), *_one_large_country(), *_hostile(), _insisted(), _what_if()]


def _block(size: int) -> list[Row]:
    goal, name = GOALS[size], f"matching.{size}"
    found = _measured("ours", size, limit=3600)
    assert found is not None
    bound, reached = found["points_bound"], found["points"]
    gap = 100 * (bound - reached) / bound if bound else 0.0
    least = found["unmatched_bound"]
    spared = found["unmatched"] - least
    wrong = found["wrong"]
    block = [
        _at_most(f"{name}.seconds", round(found["seconds"], 3), "s", goal.seconds),
        _plain(f"{name}.processor_seconds", round(found["processor_seconds"], 3), "s"),
        _row(
            f"{name}.unmatched",
            found["unmatched"],
            "teachers",
            least,
            spared <= least * goal.unmatched / 100,
        ),
        _at_most(f"{name}.gap_of_fit_to_bound", round(gap, 4), "%", goal.fit),
        _plain(f"{name}.points_bound", bound, "points"),
        _plain(
            f"{name}.pairs_of_the_bound",
            found["pairs_considered"],
            "all admissible pairs" if found["all_pairs"] else "pairs of the candidate graph",
        ),
        _at_most(f"{name}.peak_memory", round(found["peak_memory"]), "MB", goal.memory),
        _plain(f"{name}.unmatched_by_greedy", found["greedy_unmatched"], "teachers"),
        _plain(f"{name}.fit_over_greedy", round(reached / found["greedy_points"], 4), "ratio"),
    ]
    if wrong is not None:
        block.append(_row(f"{name}.certificate_faults", len(wrong), "found", 0, not wrong))
    return [*block, *(row for solver in OTHERS for row in _against(solver, size, found))]


def _against(solver: str, size: int, ours: dict[str, Any]) -> list[Row]:
    if size > OTHERS[solver]:
        return []
    name = f"matching.{size}"
    theirs = _measured(solver, size, limit=STOPPED_AFTER)
    if theirs is None:
        return [_plain(f"{name}.{solver}", f"stopped after {STOPPED_AFTER}", "s")]
    same = (theirs["unmatched"], theirs["points"]) == (ours["unmatched"], ours["points"])
    times = theirs["processor_seconds"] / ours["processor_seconds"]
    fit = ours["points"] / theirs["points"]
    return [
        _row(f"{name}.fit_over_{solver}", round(fit, 6), "ratio", 1.0, same),
        _plain(f"{name}.{solver}_time_over_ours", round(times, 1), "times"),
    ]


def _measured(kind: str, size: int, *, limit: float, seeds: int = 0) -> dict[str, Any] | None:
    """With one thread, as the service solves: more of them wait for each other in a spin."""
    command = [sys.executable, "-m", "tests.bench.matching_size", kind, str(size)]
    command += [str(seeds)] if seeds else []
    try:
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            timeout=limit,
            env={**os.environ, **ONE_THREAD},
        )
    except subprocess.TimeoutExpired:
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _trios() -> list[Row]:
    """The whole run of the demo's size with trios and explanations, skewed and balanced."""
    found = []
    for mix in ("skewed", "balanced"):
        people = teachers(120, seed=7, balanced=mix == "balanced")
        started = time.perf_counter()
        result = perform(Job(people=tuple(people))).result
        seconds = time.perf_counter() - started
        alone = result["teachers"] - result["placed"]
        proof = result["certificate"]
        least = proof["unmatched_at_least"]
        name = f"matching.120.{mix}.with_trios"
        found += [
            _at_most(f"{name}.seconds", round(seconds, 3), "s", 5.0),
            _row(f"{name}.unmatched", alone, "teachers", least, alone == least),
            _plain(f"{name}.gap_of_fit_to_bound", proof["gap"], "%"),
        ]
    return found


def _one_large_country() -> list[Row]:
    """Unmatched against the bound, over several cohorts of a size: missed by one in a hundred
    teachers at most in each of them."""
    found = []
    for size, seeds in SEEDS.items():
        for percent in (50, 60, 70, 80):
            name = f"matching.{size}.one_country_{percent}"
            run = _measured(f"one_country_{percent}", size, limit=600 * seeds, seeds=seeds)
            if run is None:
                found.append(_row(f"{name}.unmatched", "stopped", "teachers", None, False))
                continue
            most = 10 if size <= 200 else 60
            missed = [a - b for a, b in zip(run["unmatched"], run["bounds"], strict=True)]
            found += [
                _plain(f"{name}.unmatched", run["unmatched"], "teachers, per cohort"),
                _plain(f"{name}.unmatched_bound", run["bounds"], "teachers, per cohort"),
                _at_most(f"{name}.missed_at_most", max(missed), "teachers", size // 100),
                _at_most(f"{name}.processor_seconds", round(max(run["seconds"]), 1), "s", most),
            ]
    return found


def _hostile() -> list[Row]:
    found = []
    for shape in ("all_alike", "all_alike_60", "dense", "few_points"):
        run, name = _measured(shape, 10_000, limit=600), f"matching.10000.{shape}"
        if run is None:
            found.append(_row(f"{name}.processor_seconds", "stopped", "s", 20, False))
            continue
        # Where everybody is alike there is always a way.
        spared = 0 if shape.startswith("all_alike") else 100
        alone, least = run["unmatched"], run["unmatched_bound"]
        found += [
            _at_most(f"{name}.processor_seconds", round(run["processor_seconds"], 1), "s", 20),
            _at_most(f"{name}.peak_memory", round(run["peak_memory"]), "MB", 1500),
            _row(f"{name}.unmatched", alone, "teachers", least, alone - least <= spared),
            _row(f"{name}.proved_for_all_pairs", run["all_pairs"], "", True, run["all_pairs"]),
        ]
    return found


def _insisted() -> Row:
    """What it costs that each fiftieth of 10,000 insists on an hour in common."""
    name = "matching.10000.insisted_hour"
    with_it, without = (
        _measured(shape, 10_000, limit=600) for shape in ("some_insist", "ordinary")
    )
    if with_it is None or without is None:
        return _row(name, "stopped", "ratio", 1.1, False)
    ratio = with_it["processor_seconds"] / without["processor_seconds"]
    return _at_most(name, round(ratio, 3), "ratio", 1.1)


def _what_if() -> Row:
    """ "Why not that teacher?" at 300 teachers with trios: two runs solved again, side by side."""
    job = Job(people=tuple(teachers(300)))
    together = next(
        match.enrolment_ids for match in perform(job).matches if len(match.enrolment_ids) == 2
    )
    apart = replace(job, forbids=(together,))

    async def both() -> None:
        await asyncio.gather(outcome_of(job), outcome_of(apart))

    started = time.perf_counter()
    asyncio.run(both())
    seconds = time.perf_counter() - started
    return _at_most("matching.300.what_if.seconds", round(seconds, 3), "s", 2.0)


def _row(name: str, value: Any, unit: str, goal: Any, holds: bool | None) -> Row:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "holds": holds}


def _at_most(name: str, value: float, unit: str, goal: float) -> Row:
    return _row(name, value, unit, goal, value <= goal)


def _plain(name: str, value: Any, unit: str) -> Row:
    return _row(name, value, unit, None, None)


if __name__ == "__main__":
    for row in rows([int(size) for size in sys.argv[1:]]):
        sys.stdout.write(json.dumps(row) + "\n")
