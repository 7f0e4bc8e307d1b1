"""Saying that a plan is missing once the weeks of its course are over."""

from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.partnerships.model import CourseWeek, Partnership
from course.partnerships.queries import members_of
from course.plans.model import Plan
from shared import clock
from shared.contracts.course import PlanOverdue
from shared.outbox import announce

BATCH = 100
WEEK = timedelta(days=7)


async def remind_of_plans(session: AsyncSession) -> int:
    """Tick: partners and staff hear each week that a plan holds its pair in the course.

    The last week of the course must be over. While contact is paused nobody is reminded.
    """
    now = clock.now()
    last_week = (
        select(func.max(CourseWeek.opens_on))
        .where(CourseWeek.partnership_id == Partnership.id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Plan, Partnership)
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Plan.status.in_(("draft", "returned")),
            or_(Plan.reminded_at.is_(None), Plan.reminded_at <= now - WEEK),
            Partnership.status == "confirmed",
            Partnership.phase == "course",
            Partnership.contact_paused_at.is_(None),
            Cohort.phase != "closed",
            last_week <= clock.today() - WEEK,
        )
        .order_by(Plan.partnership_id)
        .limit(BATCH)
        .with_for_update(of=Plan, skip_locked=True)
    )
    missing = rows.all()
    for plan, partnership in missing:
        plan.reminded_at = now
        members = await members_of(session, partnership.id)
        await announce(
            session,
            PlanOverdue(
                partnership_id=partnership.id,
                cohort_id=partnership.cohort_id,
                person_ids=tuple(one.person_id for one in members),
            ),
        )
    return len(missing)
