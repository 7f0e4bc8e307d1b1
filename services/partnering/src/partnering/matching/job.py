"""One run from candidates to result: pure, so that it can happen in a process of its own."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from meridian_matcher.certificate import Certificate
from meridian_matcher.hard_constraints import ContradictoryLocksError
from meridian_matcher.pairs import Pairs
from meridian_matcher.pool import Pool
from meridian_matcher.solver import Solution
from partnering.fit.rules import Candidate, Conditions, Weights
from partnering.matching.alone import circumstances, why_unmatched
from partnering.matching.candidates import Crowd
from partnering.matching.crowds import Proved, Trios, match_crowd, prove_crowd
from partnering.matching.explanation import explain, histogram, needs_look, working_language
from partnering.matching.fairness import fairness
from partnering.matching.reasons import rules_between
from partnering.matching.recruiting import advise

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Job:
    """Everything a run looks at. Ids are text, so that the job can be carried to a child."""

    people: tuple[Candidate, ...]
    weights: Weights = field(default_factory=Weights)
    conditions: Conditions = field(default_factory=Conditions)
    trios: Trios = "willing"
    locks: tuple[tuple[str, ...], ...] = ()
    forbids: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Matched:
    enrolment_ids: tuple[str, ...]
    points: int
    language: str
    locked: bool
    explanation: dict[str, Any]
    needs_look: bool


@dataclass(frozen=True)
class Outcome:
    """What a run found. `problems` is not empty when locks contradict each other or the rules."""

    matches: tuple[Matched, ...] = ()
    result: dict[str, Any] = field(default_factory=dict)
    problems: tuple[dict[str, object], ...] = ()


def perform(job: Job, progress: Progress = lambda *_: None) -> Outcome:
    """Candidates, solve, trios, certificate, explanation: the same input gives the same outcome."""
    crowd = Crowd(job.people, job.weights, job.conditions)
    people = crowd.people
    at = {str(one.enrolment_id): position for position, one in enumerate(people)}
    missing = [key for lock in job.locks for key in lock if key not in at]
    if missing:
        return Outcome(problems=({"code": "no_longer_free", "enrolments": missing},))
    locks = [tuple(sorted(at[key] for key in lock)) for lock in job.locks]
    forbids = [
        (min(a, b), max(a, b))
        for barred in job.forbids
        for a, b in combinations([at[key] for key in barred if key in at], 2)
    ]
    trios = job.trios != "none"
    try:
        matched = match_crowd(crowd, job.trios, locks=locks, forbids=forbids, progress=progress)
    except ContradictoryLocksError as error:
        return Outcome(problems=tuple(error.problems))
    progress("certificate", 0, 1)
    outcome = _outcome(job, crowd, prove_crowd(crowd, matched, trios=trios))
    progress("certificate", 1, 1)
    return outcome


def _outcome(job: Job, crowd: Crowd, proved: Proved) -> Outcome:
    people, trios = crowd.people, job.trios != "none"
    pool, left, solution = proved.pool, proved.left, proved.solution
    certificate = proved.certificate
    matches = tuple(_matched(job, people, group, solution) for group in solution.groups)
    points = {group: match.points for group, match in zip(solution.groups, matches, strict=True)}
    apart = {one for group in solution.locked for one in group}
    n, alone = len(people), len(solution.unmatched)
    possible, open_to = (Pairs.of(each.partners).partners_each(n) for each in (pool, left))
    rules = rules_between(crowd, [one for one in solution.unmatched if not possible[one]])
    around = circumstances(people, possible, open_to, rules, certificate, trios=trios)
    advice = advise(left, solution.unmatched, trios=trios, apart=apart)
    result = {
        "teachers": n,
        "placed": n - alone,
        "pairs": sum(len(group) == 2 for group in solution.groups),
        "trios": sum(len(group) == 3 for group in solution.groups),
        "points": sum(match.points for match in matches),
        "needs_look": sum(match.needs_look for match in matches),
        "out_of": job.weights.most,
        "candidate_pairs": len(pool.partners),
        "all_pairs_considered": proved.all_pairs,
        "certificate": {
            "unmatched_at_least": certificate.unmatched_at_least,
            "reached": certificate.reached(alone),
            "by_prices": certificate.placing is not None,
            "bottleneck": [str(people[one].enrolment_id) for one in certificate.bottleneck],
            "needy": [
                [str(people[one].enrolment_id) for one in circle] for circle in certificate.needy
            ],
            "help_available": certificate.help_available,
            "country": certificate.country,
            **_fit_bound(pool, solution, certificate),
        },
        "unmatched": [
            why_unmatched(one, people[one], pool.seats[one], around) for one in solution.unmatched
        ],
        "histogram": histogram([match.points for match in matches], job.weights.most),
        "fairness": fairness(people, points),
        "recruiting": asdict(advice) if advice else None,
    }
    return Outcome(matches=matches, result=result)


def _fit_bound(pool: Pool, solution: Solution, certificate: Certificate) -> dict[str, Any]:
    """What no matching's fit can exceed, staff's locks included, and percent short of it."""
    if certificate.fit is None:
        return {}
    bound = certificate.fit.points + sum(pool.points(group) for group in solution.locked)
    gap = 100 * (bound - solution.points) / bound if bound else 0.0
    return {"fit_upper_bound": bound, "gap": round(gap, 3)}


def _matched(
    job: Job, people: Sequence[Candidate], group: tuple[int, ...], solution: Solution
) -> Matched:
    members = [people[one] for one in group]
    explanation = explain(members, job.weights, job.conditions)
    return Matched(
        enrolment_ids=tuple(str(one.enrolment_id) for one in members),
        points=explanation["total"],
        language=working_language(members, job.conditions),
        locked=group in solution.locked,
        explanation=explanation,
        needs_look=needs_look(explanation),
    )
