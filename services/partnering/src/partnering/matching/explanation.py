"""Why these: contributions that sum to the score exactly, three reasons and one honest weakness."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from partnering.fit.rules import (
    Candidate,
    Conditions,
    Contribution,
    Fit,
    Weights,
    fit,
    shared_languages,
    weakest,
)


def explain(group: Sequence[Candidate], weights: Weights, conditions: Conditions) -> dict[str, Any]:
    """A group's total and its parts, as a whole and pair by pair. A trio's total is the mean of its
    pairs, rounded down; its weakness is the worst of any of its pairs."""
    pairs = [(a, b, fit(a, b, weights, conditions)) for a, b in combinations(group, 2)]
    total = sum(each.total for _, _, each in pairs) // len(pairs)
    best = max(pairs, key=lambda pair: pair[2].total)[2]
    caution = weakest(one for _, _, each in pairs for one in each.contributions)
    return {
        "total": total,
        "out_of": weights.most,
        "contributions": [
            {"aspect": aspect, "points": points, "out_of": out_of}
            for aspect, points, out_of in contributions_of([each for _, _, each in pairs])
        ],
        "pairs": [
            {
                "enrolment_ids": [str(a.enrolment_id), str(b.enrolment_id)],
                "total": each.total,
                "contributions": [as_facts(one) for one in each.contributions],
            }
            for a, b, each in pairs
        ],
        "reasons": [as_facts(one) for one in best.reasons],
        "caution": as_facts(caution) if caution else None,
    }


def needs_look(explanation: Mapping[str, Any]) -> bool:
    """Whether staff should read a match before they publish it: less than half of the possible
    points, or half of the course weeks lost to holidays."""
    if 2 * explanation["total"] < explanation["out_of"]:
        return True
    return any(
        one["code"] == "weeks_lost" and 2 * int(one["values"][0]) >= int(one["values"][1])
        for pair in explanation["pairs"]
        for one in pair["contributions"]
    )


def contributions_of(fits: Sequence[Fit]) -> list[tuple[str, int, int]]:
    """What each aspect gives a group as a whole, and could give at most; their sum is its total.
    `fits` are those of its pairs.

    A trio's aspect is the mean over its pairs. Rounding down loses up to a point per aspect; the
    points that the total has beyond that go to the aspects that lost most.
    """
    by_aspect = list(zip(*(each.contributions for each in fits), strict=True))
    sums = [sum(one.points for one in same) for same in by_aspect]
    points = [each // len(fits) for each in sums]
    missing = sum(sums) // len(fits) - sum(points)
    by_loss = sorted(range(len(sums)), key=lambda at: (-(sums[at] % len(fits)), at))
    for at in by_loss[:missing]:
        points[at] += 1
    return [
        (same[0].aspect, each, same[0].out_of) for same, each in zip(by_aspect, points, strict=True)
    ]


def as_facts(one: Contribution) -> dict[str, Any]:
    """A contribution in plain values; the pages put its code into a sentence."""
    return {
        "aspect": one.aspect,
        "code": one.code,
        "points": one.points,
        "out_of": one.out_of,
        "values": list(one.values),
    }


def working_language(group: Sequence[Candidate], conditions: Conditions) -> str:
    """The language that the weakest speaker of the group speaks best."""
    common: dict[str, int] | None = None
    for a, b in combinations(group, 2):
        pair = dict(shared_languages(a, b, conditions))
        common = (
            pair
            if common is None
            else {name: min(level, pair[name]) for name, level in common.items() if name in pair}
        )
    ranked = sorted((common or {}).items(), key=lambda one: (-one[1], one[0]))
    return ranked[0][0] if ranked else ""


def histogram(totals: Sequence[int], out_of: int) -> list[int]:
    """How many groups reached which tenth of the possible points, weakest tenth first."""
    bins = [0] * 10
    for total in totals:
        bins[min(9, total * 10 // max(1, out_of))] += 1
    return bins
