"""Fairness of a run: who is placed, how well, after how long, and at whose inconvenience. Pure."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from partnering.fit.rules import Candidate
from partnering.fit.week import overlap_minutes

Group = tuple[int, ...]


def fairness(
    people: Sequence[Candidate], points: Mapping[Group, int]
) -> dict[str, list[dict[str, Any]]]:
    """Per country, language and experience: placed, in trios, mean points of the placed, mean days
    of waiting, and what the placed put up with. `points` holds every group with its fit.

    Small groups are shown too, because staff must see who is left out. Means are whole numbers.
    """
    group_of = {one: group for group in points for one in group}
    burdens = {group: _burden([people[one] for one in group]) for group in points}
    kinds = {
        "countries": [one.country for one in people],
        "languages": [_first_language(one) for one in people],
        "experience": ["first_timer" if one.first_timer else "experienced" for one in people],
    }
    return {
        name: [
            _row(kind, [at for at, each in enumerate(of) if each == kind], people, group_of, points)
            | _inconvenience([at for at, each in enumerate(of) if each == kind], group_of, burdens)
            for kind in sorted(set(of), key=lambda kind: (-of.count(kind), kind))
        ]
        for name, of in kinds.items()
    }


def _first_language(one: Candidate) -> str:
    if "en" in one.languages:
        return "en"
    return min(one.levels, key=lambda name: (-one.levels[name], name), default="")


def _row(
    kind: str,
    members: Sequence[int],
    people: Sequence[Candidate],
    group_of: Mapping[int, Group],
    points: Mapping[Group, int],
) -> dict[str, Any]:
    placed = [one for one in members if one in group_of]
    return {
        "kind": kind,
        "teachers": len(members),
        "placed": len(placed),
        "in_trios": sum(len(group_of[one]) == 3 for one in placed),
        "mean_points": _mean([points[group_of[one]] for one in placed]),
        "mean_waiting_days": _mean([people[one].waiting_days for one in members]),
    }


def _inconvenience(
    members: Sequence[int],
    group_of: Mapping[int, Group],
    burdens: Mapping[Group, tuple[bool, int | None]],
) -> dict[str, Any]:
    found = [burdens[group_of[one]] for one in members if one in group_of]
    lost = [weeks for _, weeks in found if weeks is not None]
    return {
        "without_common_hour": sum(never for never, _ in found),
        "weeks_lost": sum(lost),
        "calendar_unknown": len(found) - len(lost),
    }


def _burden(group: Sequence[Candidate]) -> tuple[bool, int | None]:
    """Whether two of them never meet in school time, and the course weeks holidays take from them;
    None where a calendar is not known."""
    known = [one for one in group if one.availability]
    never = any(overlap_minutes(a.week, b.week) == 0 for a, b in combinations(known, 2))
    lost: set[int] = set()
    for one in group:
        if one.lost_weeks is None:
            return never, None
        lost |= {week for week in one.lost_weeks if week < one.course_weeks}
    return never, len(lost)


def _mean(values: Sequence[int]) -> int | None:
    return sum(values) // len(values) if values else None
