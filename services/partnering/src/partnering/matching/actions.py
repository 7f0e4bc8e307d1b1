"""Acts of staff on a run: start, lock, forbid, solve again, cancel, ask what if."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.matching.child import outcome_of
from partnering.matching.locking import require_lockable
from partnering.matching.model import Decision, DecisionKind, Match, Run
from partnering.matching.queries import job_of, run_for, seats_of
from partnering.matching.schemas import DecisionRequest, Price, RunSettings
from partnering.partnerships.ties import require_untied, require_untied_classes
from partnering.turns import WHAT_IF
from shared import clock
from shared.audit import describe_act
from shared.http import Conflict, NotFound, Permission, Principal


async def start_run(
    session: AsyncSession, who: Principal, cohort_id: UUID, settings: RunSettings
) -> Run:
    """Match everybody free in a cohort, in the background. One run at a time per cohort."""
    cohort = await session.get(Cohort, cohort_id, with_for_update=True)
    if cohort is None or not who.may(Permission.RUN_MATCHING, cohort_id):
        raise NotFound("This cohort")
    at_work = await session.scalar(
        select(Run.id).where(Run.cohort_id == cohort_id, Run.status.in_(("queued", "running")))
    )
    if at_work is not None:
        raise Conflict("run-at-work", "A matching run is already at work in this cohort.")
    run = Run(
        cohort_id=cohort_id,
        status="queued",
        stage="load",
        settings=settings.model_dump(),
        created_by=who.person_id,
        created_at=clock.now(),
    )
    session.add(run)
    await session.flush()
    return run


async def decide(
    session: AsyncSession,
    who: Principal,
    run_id: UUID,
    kind: DecisionKind,
    request: DecisionRequest,
) -> Decision:
    """Lock some together or keep them apart. It holds from the next solution on."""
    run = await run_for(session, who, run_id, lock=True)
    _require(run, "draft", "cancelled", "failed")
    chosen = await session.scalars(
        select(Enrolment).where(
            Enrolment.id.in_(request.enrolment_ids), Enrolment.cohort_id == run.cohort_id
        )
    )
    enrolments = chosen.all()
    if len(enrolments) != len(request.enrolment_ids):
        raise NotFound("One of these classes")
    describe_act(session, about=[each.person_id for each in enrolments])
    await require_untied(session, who, [each.person_id for each in enrolments])
    if kind == "lock":
        await require_lockable(session, run, request.enrolment_ids)
    decision = Decision(
        run_id=run.id,
        kind=kind,
        enrolment_ids=sorted(request.enrolment_ids, key=str),
        reason=request.reason,
        decided_by=who.person_id,
        decided_at=clock.now(),
    )
    session.add(decision)
    await session.flush()
    return decision


async def take_back_decision(
    session: AsyncSession, who: Principal, run_id: UUID, decision_id: UUID
) -> None:
    run = await run_for(session, who, run_id, lock=True)
    _require(run, "draft", "cancelled", "failed")
    decision = await session.get(Decision, decision_id)
    if decision is None or decision.run_id != run_id:
        raise NotFound("This decision")
    await require_untied_classes(session, who, decision.enrolment_ids)
    await session.delete(decision)


async def solve_again(session: AsyncSession, who: Principal, run_id: UUID) -> Run:
    """Another solution with what was decided meanwhile and whoever is free now."""
    run = await run_for(session, who, run_id, lock=True)
    _require(run, "draft", "cancelled", "failed")
    run.status, run.stage, run.progress = "queued", "load", {}
    run.problem = None
    run.round += 1
    await session.flush()
    return run


async def cancel_run(session: AsyncSession, who: Principal, run_id: UUID) -> Run:
    """Stop it. The worker notices within seconds and ends the solver."""
    run = await run_for(session, who, run_id, lock=True)
    _require(run, "queued", "running")
    run.status, run.lease_until, run.lease_holder = "cancelled", None, None
    await session.flush()
    return run


async def what_if(
    session: AsyncSession, who: Principal, run_id: UUID, enrolment_ids: list[UUID]
) -> Price:
    """Why not these together? Force them, solve again, and show the price. Changes nothing.

    Solving takes long: it waits its turn, one question per person, and holds no connection.
    """
    run = await run_for(session, who, run_id)
    await require_untied_classes(session, who, enrolment_ids)
    _require(run, "draft")
    job = await job_of(session, run)
    forced = tuple(sorted(str(one) for one in enrolment_ids))
    kept = tuple(lock for lock in job.locks if not set(lock) & set(forced))
    matches = await session.scalars(select(Match).where(Match.run_id == run.id))
    before = {tuple(sorted(str(one) for one in each.enrolment_ids)) for each in matches}
    # The price is a difference of two solutions of one moment: somebody may have left since.
    changed = replace(job, locks=(*kept, forced))

    async def both() -> tuple[dict[str, Any], dict[str, Any]]:
        return await asyncio.gather(outcome_of(job), outcome_of(changed))

    await session.rollback()
    now, then = await WHAT_IF.take(who.person_id, both)
    if then["problems"]:
        return Price(
            possible=False,
            problems=list(then["problems"]),
            points_lost=0,
            more_unmatched=0,
            changed_matches=0,
            unmatched_then=[],
        )
    alone = [UUID(one["enrolment_id"]) for one in then["result"]["unmatched"]]
    after = {tuple(sorted(each["enrolment_ids"])) for each in then["matches"]}
    seats = await seats_of(session, alone)
    return Price(
        possible=True,
        problems=[],
        points_lost=_points(now) - _points(then),
        more_unmatched=len(alone) - len(now["result"].get("unmatched", [])),
        changed_matches=len(after - before),
        unmatched_then=[seats[one] for one in alone if one in seats],
    )


def _points(outcome: dict[str, Any]) -> int:
    return int(outcome["result"].get("points", 0))


def _require(run: Run, *statuses: str) -> None:
    if run.status not in statuses:
        raise Conflict("run-not-ready", "This is not possible in the run's present state.")
