"""Two runs beside each other: who is placed in one only, which matches they share, what differs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.matching.model import Match, Run
from partnering.matching.queries import run_for, seats_of
from partnering.matching.schemas import ComparedCountry, ComparedRun, Comparison
from shared.http import Conflict, NotFound, Principal


async def compare_runs(
    session: AsyncSession, who: Principal, run_id: UUID, other_id: UUID
) -> Comparison:
    """Both runs must have a result and belong to one cohort."""
    one, other = await run_for(session, who, run_id), await run_for(session, who, other_id)
    if one.cohort_id != other.cohort_id:
        raise NotFound("This matching run")
    if not one.result or not other.result:
        raise Conflict("run-not-ready", "One of these runs has no result yet.")
    groups = {run.id: await _groups(session, run.id) for run in (one, other)}
    placed = {run: {seat for group in found for seat in group} for run, found in groups.items()}
    only_one, only_other = placed[one.id] - placed[other.id], placed[other.id] - placed[one.id]
    seats = await seats_of(session, only_one | only_other)
    return Comparison(
        one=_facts(one),
        other=_facts(other),
        same_matches=len(groups[one.id] & groups[other.id]),
        only_in_one=[seats[each] for each in sorted(only_one) if each in seats],
        only_in_other=[seats[each] for each in sorted(only_other) if each in seats],
        countries=_countries(one.result, other.result),
    )


async def _groups(session: AsyncSession, run_id: UUID) -> set[tuple[UUID, ...]]:
    found = await session.scalars(select(Match.enrolment_ids).where(Match.run_id == run_id))
    return {tuple(sorted(ids)) for ids in found}


def _facts(run: Run) -> ComparedRun:
    result = run.result or {}
    return ComparedRun.model_validate(
        {
            "id": run.id,
            "status": run.status,
            "created_at": run.created_at,
            "round": run.round,
            "settings": run.settings,
            **{name: result[name] for name in ("teachers", "placed", "pairs", "trios", "points")},
            "out_of": result["out_of"],
            "unmatched_at_least": result["certificate"]["unmatched_at_least"],
        }
    )


def _countries(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[ComparedCountry]:
    """Where the two runs differ, the largest difference in placed teachers first."""
    before = {row["kind"]: row for row in one["fairness"]["countries"]}
    after = {row["kind"]: row for row in other["fairness"]["countries"]}
    rows = [
        ComparedCountry(
            country=kind,
            placed_one=before.get(kind, {}).get("placed", 0),
            placed_other=after.get(kind, {}).get("placed", 0),
            mean_points_one=before.get(kind, {}).get("mean_points"),
            mean_points_other=after.get(kind, {}).get("mean_points"),
        )
        for kind in sorted(set(before) | set(after))
    ]
    changed = [
        row
        for row in rows
        if (row.placed_one, row.mean_points_one) != (row.placed_other, row.mean_points_other)
    ]
    return sorted(changed, key=lambda row: (-abs(row.placed_one - row.placed_other), row.country))
