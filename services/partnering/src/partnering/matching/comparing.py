"""Two runs beside each other: who is placed in one only, which matches they share, what differs.

Points are compared on one scale, however each run weighed: on that of the first run, in the aspects
that both weighed. What a match gave of an aspect counts as the same share of the first run's weight.
"""

import asyncio
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.matching.model import Match, Run
from partnering.matching.queries import run_for, seats_of
from partnering.matching.schemas import ComparedCountry, ComparedRun, Comparison, RunSettings
from shared.http import Conflict, NotFound, Principal

Group = tuple[UUID, ...]


async def compare_runs(
    session: AsyncSession, who: Principal, run_id: UUID, other_id: UUID
) -> Comparison:
    """Both runs must have a result and belong to one cohort."""
    one, other = await run_for(session, who, run_id), await run_for(session, who, other_id)
    if one.cohort_id != other.cohort_id:
        raise NotFound("This matching run")
    if not one.result or not other.result:
        raise Conflict("run-not-ready", "One of these runs has no result yet.")
    found = {run.id: await _matches(session, run.id) for run in (one, other)}
    scale = common_scale(_weights(one), _weights(other))
    # Ten thousand matches are weighed anew: aside, so that others are answered meanwhile.
    points = await asyncio.to_thread(_points, found, scale)
    # A match of both is one and the same, whatever rounding made of its points.
    points[other.id] |= {
        group: total for group, total in points[one.id].items() if group in points[other.id]
    }
    groups = {run: set(matches) for run, matches in found.items()}
    placed = {run: {seat for group in matched for seat in group} for run, matched in groups.items()}
    only_one, only_other = placed[one.id] - placed[other.id], placed[other.id] - placed[one.id]
    seats = await seats_of(session, placed[one.id] | placed[other.id])
    country = {enrolment: seat.country for enrolment, seat in seats.items()}
    means = [_means(points[run.id], country) for run in (one, other)]
    return Comparison(
        one=_facts(one, points[one.id], scale),
        other=_facts(other, points[other.id], scale),
        same_matches=len(groups[one.id] & groups[other.id]),
        only_in_one=[seats[each] for each in sorted(only_one) if each in seats],
        only_in_other=[seats[each] for each in sorted(only_other) if each in seats],
        countries=_countries(one.result, other.result, *means),
    )


def _points(
    found: Mapping[UUID, Mapping[Group, Sequence[Mapping[str, Any]]]], scale: Mapping[str, int]
) -> dict[UUID, dict[Group, int]]:
    return {
        run: {group: rescaled(parts, scale) for group, parts in matches.items()}
        for run, matches in found.items()
    }


def _weights(run: Run) -> dict[str, int]:
    return RunSettings.model_validate(run.settings).weights.model_dump()


def common_scale(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Per aspect the first run's weight, of those that both weighed."""
    return {aspect: weight for aspect, weight in one.items() if weight and other.get(aspect)}


def rescaled(parts: Sequence[Mapping[str, Any]], scale: Mapping[str, int]) -> int:
    """A match's points on another scale, rounded to the nearest."""
    return round(
        sum(
            Fraction(part["points"] * scale[part["aspect"]], part["out_of"])
            for part in parts
            if part["aspect"] in scale
        )
    )


def _means(points: Mapping[Group, int], country: Mapping[UUID, str]) -> dict[str, int]:
    """Per country the mean points of its placed teachers."""
    each: dict[str, list[int]] = {}
    for group, total in points.items():
        for seat in group:
            if seat in country:
                each.setdefault(country[seat], []).append(total)
    return {name: sum(totals) // len(totals) for name, totals in each.items()}


async def _matches(session: AsyncSession, run_id: UUID) -> dict[Group, Sequence[Mapping[str, Any]]]:
    """Per group what each aspect gave it."""
    found = await session.execute(
        select(Match.enrolment_ids, Match.explanation["contributions"]).where(
            Match.run_id == run_id
        )
    )
    return {tuple(sorted(ids)): parts for ids, parts in found}


def _facts(run: Run, points: Mapping[Group, int], scale: Mapping[str, int]) -> ComparedRun:
    result = run.result or {}
    return ComparedRun.model_validate(
        {
            "id": run.id,
            "status": run.status,
            "created_at": run.created_at,
            "round": run.round,
            "settings": run.settings,
            **{name: result[name] for name in ("teachers", "placed", "pairs", "trios")},
            "points": sum(points.values()),
            "out_of": sum(scale.values()),
            "unmatched_at_least": result["certificate"]["unmatched_at_least"],
        }
    )


def _countries(
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    points_one: Mapping[str, int],
    points_other: Mapping[str, int],
) -> list[ComparedCountry]:
    """Where the two runs differ, the largest difference in placed teachers first."""
    before = {row["kind"]: row for row in one["fairness"]["countries"]}
    after = {row["kind"]: row for row in other["fairness"]["countries"]}
    rows = [
        ComparedCountry(
            country=kind,
            placed_one=before.get(kind, {}).get("placed", 0),
            placed_other=after.get(kind, {}).get("placed", 0),
            mean_points_one=points_one.get(kind),
            mean_points_other=points_other.get(kind),
        )
        for kind in sorted(set(before) | set(after))
    ]
    changed = [
        row
        for row in rows
        if (row.placed_one, row.mean_points_one) != (row.placed_other, row.mean_points_other)
    ]
    return sorted(changed, key=lambda row: (-abs(row.placed_one - row.placed_other), row.country))
