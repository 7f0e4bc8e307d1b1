"""Rolling cohorts are matched in rounds: a draft is prepared by itself when enough people wait."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.matching.model import Run
from partnering.matching.schemas import RunSettings
from partnering.people.model import Person
from partnering.schools.model import School
from shared import clock
from shared.audit import record_by_schedule
from shared.contracts.partings import RoundWaiting
from shared.contracts.partnering import RoundPrepared
from shared.outbox import announce

EVERY = timedelta(days=7)
REMIND_AFTER = timedelta(days=3)
BY_ITSELF = UUID(int=0)
"""Who started a round that nobody started."""


async def prepare_rounds(session: AsyncSession) -> int:
    """Tick: a week after the last run of a rolling cohort, whoever is free is matched as a draft.

    Only when people of two countries wait and no draft lies with staff already. Publishing stays
    with them, so that a person has looked at it.
    """
    now = clock.now()
    lately = exists().where(
        Run.cohort_id == Cohort.id,
        or_(Run.created_at > now - EVERY, Run.status.in_(("queued", "running", "draft"))),
    )
    countries = (
        select(func.count(func.distinct(School.country)))
        .select_from(Enrolment)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == Cohort.id,
            Enrolment.status == "free",
            Person.verification == "verified",
        )
        .scalar_subquery()
    )
    cohorts = await session.scalars(
        select(Cohort)
        .where(
            Cohort.pace == "rolling",
            Cohort.phase.in_(("partnering", "course", "project")),
            Cohort.partnering_starts_on <= now.date(),
            ~lately,
            countries >= 2,
        )
        .order_by(Cohort.id)
        .with_for_update(skip_locked=True)
    )
    due = cohorts.all()
    for cohort in due:
        run = Run(
            cohort_id=cohort.id,
            status="queued",
            stage="load",
            settings=await _last_settings(session, cohort.id),
            created_by=BY_ITSELF,
            created_at=now,
        )
        session.add(run)
        await session.flush()
        await announce(session, RoundPrepared(run_id=run.id, cohort_id=cohort.id))
        await record_by_schedule(session, "partnering", "start_run", run.id, cohort.id)
    return len(due)


async def remind_of_rounds(session: AsyncSession) -> int:
    """Tick: a round that lies as a draft keeps teachers waiting; staff hear of it every three days."""
    now = clock.now()
    since = func.coalesce(Run.reminded_at, Run.solved_at, Run.created_at)
    found = await session.scalars(
        select(Run)
        .join(Cohort, Cohort.id == Run.cohort_id)
        .where(
            Run.created_by == BY_ITSELF,
            Run.status == "draft",
            since <= now - REMIND_AFTER,
            Cohort.phase != "closed",
        )
        .order_by(Run.id)
        .with_for_update(of=Run, skip_locked=True)
    )
    waiting = found.all()
    for run in waiting:
        run.reminded_at = now
        await announce(session, RoundWaiting(run_id=run.id, cohort_id=run.cohort_id))
    return len(waiting)


async def _last_settings(session: AsyncSession, cohort_id: UUID) -> dict[str, object]:
    """As staff set them last time."""
    found = await session.scalar(
        select(Run.settings).where(Run.cohort_id == cohort_id).order_by(Run.id.desc()).limit(1)
    )
    return found or RunSettings().model_dump()
