"""Reads of runs: their state, their matches, and what a run would look at."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.candidates import free_candidates
from partnering.fit.rules import Candidate, Weights
from partnering.matching.apart import enrolments_apart, named_by_waiting, objections_in
from partnering.matching.holding import is_stale
from partnering.matching.job import Job
from partnering.matching.model import Decision, Match, Run
from partnering.matching.schemas import (
    DecisionOut,
    MatchOut,
    Progress,
    RunOut,
    RunRow,
    RunSettings,
    SeatOut,
    UnmatchedOut,
)
from partnering.partnerships.facts import facts_of
from partnering.people.queries import people_by_id
from partnering.safety.queries import frozen_among
from shared.http import NotFound, Permission, Principal, page_of

SHOWN = 200


async def run_for(
    session: AsyncSession, who: Principal, run_id: UUID, *, lock: bool = False
) -> Run:
    """For those who match this cohort; for all others it is missing."""
    run = await session.get(Run, run_id, with_for_update=lock or None, populate_existing=lock)
    if run is None or not who.may(Permission.RUN_MATCHING, run.cohort_id):
        raise NotFound("This matching run")
    return run


async def runs_of(
    session: AsyncSession, cohort_id: UUID, cursor: str | None, limit: int
) -> tuple[list[RunRow], str | None]:
    query = select(Run).where(Run.cohort_id == cohort_id)
    runs, after = await page_of(session, query, key=Run.id, cursor=cursor, limit=limit)
    return [RunRow.model_validate(_row(run)) for run in runs], after


async def decisions_of(session: AsyncSession, run_id: UUID) -> Sequence[Decision]:
    found = await session.scalars(
        select(Decision).where(Decision.run_id == run_id).order_by(Decision.id)
    )
    return found.all()


async def candidates_of(session: AsyncSession, run: Run) -> list[Candidate]:
    """Whoever is free in the run's cohort, recognised as a teacher, and may be contacted.

    Whoever a teacher on the waiting list named as their partner is kept for them.
    """
    people = await free_candidates(session, run.cohort_id)
    ids = [one.person_id for one in people]
    frozen, known = await frozen_among(session, ids), await people_by_id(session, ids)
    shut = frozen | await named_by_waiting(session, run.cohort_id)
    may = {one for one in ids if one not in shut and one in known and known[one].verified}
    return [one for one in people if one.person_id in may]


async def job_of(session: AsyncSession, run: Run) -> Job:
    """Everybody free in the cohort who may be contacted, and what staff decided.

    Two of whom one objected to the other are never proposed to each other again.

    Whoever is not yet verified as a teacher, or whose contact is frozen, waits for another run.
    """
    people = await candidates_of(session, run)
    chosen = RunSettings.model_validate(run.settings)
    decisions = await decisions_of(session, run.id)
    objected = await objections_in(session, run.cohort_id)

    def of(kind: str) -> tuple[tuple[str, ...], ...]:
        return tuple(
            tuple(str(one) for one in each.enrolment_ids) for each in decisions if each.kind == kind
        )

    return Job(
        people=tuple(people),
        weights=Weights(**chosen.weights.model_dump()),
        conditions=chosen.conditions(),
        trios=chosen.trios,
        locks=of("lock"),
        forbids=(*of("forbid"), *enrolments_apart(people, objected)),
    )


async def describe_run(session: AsyncSession, run: Run) -> RunOut:
    result: dict[str, Any] = dict(run.result or {})
    unmatched = result.pop("unmatched", [])[:SHOWN]
    bottleneck = result.get("certificate", {}).get("bottleneck", [])[:SHOWN]
    wanted = [UUID(one["enrolment_id"]) for one in unmatched] + [UUID(one) for one in bottleneck]
    seats = await seats_of(session, wanted)
    decisions = await decisions_of(session, run.id)
    return RunOut.model_validate(
        {
            **_row(run),
            "progress": Progress(
                stage=run.stage,
                usually_seconds=usually_seconds(run.progress.get("teachers")),
                **run.progress,
            ),
            "settings": run.settings,
            "result": result or None,
            "unmatched": [
                UnmatchedOut(seat=seats[UUID(one["enrolment_id"])], code=one["code"], facts=one)
                for one in unmatched
                if UUID(one["enrolment_id"]) in seats
            ],
            "bottleneck": [seats[UUID(one)] for one in bottleneck if UUID(one) in seats],
            "decisions": [DecisionOut.model_validate(one) for one in decisions],
            "stale": await is_stale(session, run),
            "problem": run.problem,
        }
    )


async def matches_of(
    session: AsyncSession,
    run_id: UUID,
    cursor: str | None,
    limit: int,
    *,
    needs_look: bool = False,
) -> tuple[list[MatchOut], str | None]:
    """A page of a run's matches, or only of those that need a look."""
    query = select(Match).where(Match.run_id == run_id)
    if needs_look:
        query = query.where(Match.needs_look)
    matches, after = await page_of(
        session, query, key=Match.id, cursor=cursor, limit=limit, descending=False
    )
    seats = await seats_of(session, [one for each in matches for one in each.enrolment_ids])
    return [MatchOut.model_validate(match_row(each, seats)) for each in matches], after


async def match_of(session: AsyncSession, run_id: UUID, match_id: UUID) -> Match:
    match = await session.get(Match, match_id)
    if match is None or match.run_id != run_id:
        raise NotFound("This match")
    return match


async def seats_of(session: AsyncSession, enrolment_ids: Collection[UUID]) -> dict[UUID, SeatOut]:
    facts = await facts_of(session, enrolment_ids)
    return {
        one: SeatOut(
            enrolment_id=one,
            person_name=each.person_name,
            country=each.country,
            class_name=each.class_name,
            school_name=each.school_name,
        )
        for one, each in facts.items()
    }


def match_row(match: Match, seats: dict[UUID, SeatOut]) -> dict[str, Any]:
    return {
        "id": match.id,
        "seats": [seats[one] for one in match.enrolment_ids if one in seats],
        "points": match.points,
        "out_of": match.explanation["out_of"],
        "language": match.language,
        "locked": match.locked,
        "reasons": match.explanation["reasons"],
        "caution": match.explanation["caution"],
        "needs_look": match.needs_look,
        "outcome": match.outcome,
    }


def usually_seconds(teachers: int | None) -> int | None:
    """What a run of this size takes at most on two cores, as the benchmark promises."""
    if not teachers:
        return None
    sizes = ((300, 3), (2_000, 8), (10_000, 30), (30_000, 90))
    return next((seconds for size, seconds in sizes if teachers <= size), 300)


def _row(run: Run) -> dict[str, Any]:
    result = run.result or {}
    return {
        "id": run.id,
        "cohort_id": run.cohort_id,
        "status": run.status,
        "stage": run.stage,
        "round": run.round,
        "created_at": run.created_at,
        "solved_at": run.solved_at,
        "published_at": run.published_at,
        "teachers": result.get("teachers"),
        "placed": result.get("placed"),
        "points": result.get("points"),
    }
