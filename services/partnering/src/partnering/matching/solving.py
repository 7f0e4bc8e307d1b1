"""The background loop that solves runs: claims one, solves it in a child, keeps the outcome.

A claim is a lease. When the worker dies, whoever works next takes the run up again from the
start: nothing of a half-solved run is kept but its progress.
"""

from contextlib import aclosing
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.matching.child import ChildFailedError, solve_in_child
from partnering.matching.job import Job
from partnering.matching.model import LEASE, Match, Run
from partnering.matching.queries import job_of
from shared import clock
from shared.db import Database
from shared.ids import new_id

log = structlog.get_logger()

SAVED_EVERY = 0.3
"""Seconds between two notes of progress; each note also renews the lease."""


async def solve_runs(database: Database) -> None:
    """Solve what waits, one after another; returns when nothing waits."""
    while await solve_next(database):
        pass


async def solve_next(database: Database) -> bool:
    """Claim the oldest run that waits, or whose worker died, and solve it."""
    holder = uuid4()
    async with database.transaction() as session:
        run = await _claim(session, holder)
    if run is None:
        return False
    async with database.reading() as session:
        job = await job_of(session, run)
    try:
        outcome = await _solved(database, run.id, holder, job)
    except ChildFailedError as error:
        log.error("solver_failed", run_id=str(run.id), exc_info=error)
        outcome = {}
    if outcome is not None:
        await _keep(database, run.id, holder, outcome, len(job.people))
    return True


async def _solved(
    database: Database, run_id: UUID, holder: UUID, job: Job
) -> dict[str, Any] | None:
    """The outcome; None when the run was cancelled or taken over, and the solver was ended."""
    stage, saved = "candidates", 0.0
    progress = {"teachers": len(job.people)}
    async with aclosing(solve_in_child(job)) as lines:
        async for line in lines:
            if "outcome" in line:
                outcome: dict[str, Any] = line["outcome"]
                return outcome
            if line:
                stage = line["stage"]
                progress |= {"done": line["done"], "total": line["total"]}
            if monotonic() - saved >= SAVED_EVERY:
                if not await _still_ours(database, run_id, holder, stage, progress):
                    return None
                saved = monotonic()
    return {}


async def _claim(session: AsyncSession, holder: UUID) -> Run | None:
    now = clock.real_now()
    run: Run | None = await session.scalar(
        select(Run)
        .where(
            or_(
                Run.status == "queued",
                and_(Run.status == "running", Run.lease_until < now),
            )
        )
        .order_by(Run.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if run is not None:
        run.status, run.stage, run.progress = "running", "load", {}
        run.lease_holder, run.lease_until = holder, now + LEASE
    return run


async def _still_ours(
    database: Database, run_id: UUID, holder: UUID, stage: str, progress: dict[str, int]
) -> bool:
    """Note progress and renew the lease; False when the run was cancelled or taken over."""
    async with database.transaction() as session:
        noted = await session.execute(
            update(Run)
            .where(Run.id == run_id, Run.status == "running", Run.lease_holder == holder)
            .values(stage=stage, progress=progress, lease_until=clock.real_now() + LEASE)
            .returning(Run.id)
        )
        return noted.first() is not None


async def _keep(
    database: Database,
    run_id: UUID,
    holder: UUID,
    outcome: dict[str, Any],
    teachers: int,
) -> None:
    """Replace the draft by the new outcome, unless the run was cancelled meanwhile."""
    async with database.transaction() as session:
        run = await session.get(Run, run_id, with_for_update=True)
        if run is None or run.status != "running" or run.lease_holder != holder:
            return
        run.lease_holder = run.lease_until = None
        run.progress = {"teachers": teachers, "done": 1, "total": 1}
        if not outcome:
            run.status, run.problem = "failed", {"code": "solver_failed"}
            return
        if outcome["problems"]:
            run.status = "failed"
            run.problem = {"code": "contradiction", "problems": outcome["problems"]}
            return
        run.status, run.stage, run.solved_at = "draft", "done", clock.now()
        run.result, run.problem = outcome["result"], None
        await session.execute(delete(Match).where(Match.run_id == run_id))
        rows = [
            {
                "id": new_id(),
                "run_id": run_id,
                "enrolment_ids": [UUID(one) for one in each["enrolment_ids"]],
                "points": each["points"],
                "language": each["language"],
                "locked": each["locked"],
                "explanation": each["explanation"],
                "needs_look": each["needs_look"],
            }
            for each in outcome["matches"]
        ]
        if rows:
            await session.execute(insert(Match), rows)
