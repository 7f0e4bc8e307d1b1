"""Why these: what a partnership was made of, for pairs and for trios, whoever brought it about."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.candidates import candidates
from partnering.fit.rules import Conditions, Contribution, Weights, strongest, weakest
from partnering.matching.explanation import as_facts, explain

HELD_BY_ALL = {"shared_language", "common_ages", "common_subjects", "common_topics"}
"""What holds for three only as far as all three pairs have it in common."""
TRUE_OF_ALL = {"no_weeks_lost", "open_to_any_country", "wished_countries"}
"""What is true of three as soon as it is true of each pair."""


async def why(session: AsyncSession, enrolment_ids: Collection[UUID]) -> dict[str, Any]:
    """Found by the ordinary rules and weights, when no matching run has said it already."""
    found = await candidates(session, enrolment_ids)
    return explain(found, Weights(), Conditions()) if len(found) > 1 else {}


def told(explanation: Mapping[str, Any], present: Collection[UUID]) -> dict[str, Any]:
    """An explanation for those who are here now: each pair, and the group as a whole.

    The points of a group are those of its pairs summed aspect by aspect, so that they add up to
    its total exactly; what is called a reason of three holds for all three.
    """
    here = {str(one) for one in present}
    pairs = [one for one in explanation.get("pairs", ()) if set(one["enrolment_ids"]) <= here]
    if not pairs:
        return {}
    shown = [{**pair, **_reasons(pair["contributions"])} for pair in pairs]
    total = sum(int(pair["total"]) for pair in pairs)
    return {
        "total": total,
        "out_of": sum(int(one["out_of"]) for pair in pairs for one in pair["contributions"]),
        "contributions": _summed(pairs),
        "reasons": shown[0]["reasons"] if len(shown) == 1 else _group_reasons(pairs),
        "caution": _reasons([one for pair in pairs for one in pair["contributions"]])["caution"],
        "pairs": shown,
    }


def _share(one: Mapping[str, Any]) -> float:
    return one["points"] / one["out_of"] if one["out_of"] else 0.0


def _contribution(one: Mapping[str, Any]) -> Contribution:
    return Contribution(
        one["aspect"], one["code"], one["points"], one["out_of"], tuple(one["values"])
    )


def _reasons(contributions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Three strongest reasons and the one honest weakness of a pair."""
    found = [_contribution(one) for one in contributions]
    caution = weakest(found)
    return {
        "reasons": [as_facts(one) for one in strongest(found)],
        "caution": as_facts(caution) if caution else None,
    }


def _summed(pairs: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_aspect = zip(*(pair["contributions"] for pair in pairs), strict=True)
    return [
        {
            "aspect": same[0]["aspect"],
            "points": sum(one["points"] for one in same),
            "out_of": sum(one["out_of"] for one in same),
        }
        for same in by_aspect
    ]


def _group_reasons(pairs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    by_aspect = zip(*(pair["contributions"] for pair in pairs), strict=True)
    found = [held for same in by_aspect if (held := _held_by_all(same)) is not None]
    return [as_facts(one) for one in strongest(_contribution(each) for each in found)]


def _held_by_all(same: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    weakest = min(same, key=_share)
    code = weakest["code"]
    if {one["code"] for one in same} != {code} or _share(weakest) < 0.5:
        return None
    if code in TRUE_OF_ALL:
        return weakest
    if code not in HELD_BY_ALL:
        return None
    values = _common_values(code, same)
    return {**weakest, "values": values} if values else None


def _common_values(code: str, same: Sequence[Mapping[str, Any]]) -> list[str]:
    if code == "common_ages":
        first = max(int(one["values"][0]) for one in same)
        last = min(int(one["values"][1]) for one in same)
        return [str(first), str(last)] if first <= last else []
    if code == "shared_language":
        if len({one["values"][0] for one in same}) > 1:
            return []
        return list(min(same, key=lambda one: one["points"])["values"])
    common = set(same[0]["values"]).intersection(*(one["values"] for one in same[1:]))
    return sorted(common)
