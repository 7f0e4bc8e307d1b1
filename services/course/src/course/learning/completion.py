"""What is still to be done in a course, and when it is completed."""

from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.content.model import Step, Week
from course.learning.model import StepDone
from course.partnerships.model import CourseWeek, Member, Partnership
from course.partnerships.queries import members_of
from course.plans.model import Plan
from course.silence.actions import set_clock
from shared import clock
from shared.contracts.course import CourseCompleted
from shared.outbox import announce


async def open_joint_steps(session: AsyncSession, partnership: Partnership) -> int:
    """How many joint steps still miss the tick of a present member."""
    ticked = exists().where(
        StepDone.partnership_id == partnership.id,
        StepDone.step_id == Step.id,
        StepDone.person_id == Member.person_id,
    )
    query = select(func.count(Step.id.distinct())).where(
        Step.cohort_id == partnership.cohort_id,
        Step.kind == "joint",
        exists().where(Member.partnership_id == partnership.id, Member.left_at.is_(None), ~ticked),
    )
    return await session.scalar(query) or 0


async def has_open_steps(session: AsyncSession, partnership: Partnership, person_id: UUID) -> bool:
    """Whether an open week still expects something of this member."""
    ticked = exists().where(
        StepDone.partnership_id == partnership.id,
        StepDone.step_id == Step.id,
        StepDone.person_id == person_id,
    )
    waiting = (
        select(Step.id)
        .join(Week, Week.id == Step.week_id)
        .join(CourseWeek, CourseWeek.number == Week.number)
        .where(
            Step.cohort_id == partnership.cohort_id,
            CourseWeek.partnership_id == partnership.id,
            CourseWeek.opened_at.is_not(None),
            ~ticked,
        )
        .limit(1)
    )
    return await session.scalar(waiting) is not None


async def complete_if_done(session: AsyncSession, partnership: Partnership) -> bool:
    """The course is completed once: every joint step done by all, and the plan approved.

    In a rolling cohort, and for whoever goes on after the close, the project begins with that. The
    partnership's row must be locked.
    """
    if partnership.course_opened_at is None or partnership.course_completed_at is not None:
        return False
    plan = await session.get(Plan, partnership.id)
    if plan is None or plan.status != "approved":
        return False
    await session.flush()
    if await open_joint_steps(session, partnership):
        return False
    partnership.course_completed_at = clock.now()
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    at_own_pace = cohort.pace == "rolling" or cohort.phase == "closed"
    if at_own_pace and partnership.phase == "course":
        partnership.phase = "project"
    await set_clock(session, partnership)
    members = await members_of(session, partnership.id)
    await announce(
        session,
        CourseCompleted(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(one.person_id for one in members),
        ),
    )
    return True
