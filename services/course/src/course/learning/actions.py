"""Ticking steps of an open week."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.content.model import Step, Week
from course.learning.completion import complete_if_done
from course.learning.model import StepDone
from course.partnerships.model import CourseWeek, Partnership
from course.partnerships.queries import partnership_of
from course.silence.actions import note_act
from shared import clock
from shared.http import Conflict, NotFound, Principal


async def mark_step_done(
    session: AsyncSession, who: Principal, partnership_id: UUID, step_id: UUID
) -> None:
    """My tick on a step. A joint step is done when everybody has ticked it."""
    partnership, _ = await partnership_of(session, who, partnership_id, lock=True)
    await _open_step(session, partnership, step_id)
    ticked = await session.execute(
        insert(StepDone)
        .values(
            partnership_id=partnership.id,
            step_id=step_id,
            person_id=who.person_id,
            done_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(StepDone.step_id)
    )
    if ticked.first() is None:
        return
    await note_act(session, partnership, who.person_id, "step")
    await complete_if_done(session, partnership)


async def mark_step_undone(
    session: AsyncSession, who: Principal, partnership_id: UUID, step_id: UUID
) -> None:
    """Take my own tick back; a completed course stays completed."""
    partnership, _ = await partnership_of(session, who, partnership_id, lock=True)
    await _open_step(session, partnership, step_id)
    if partnership.course_completed_at is not None:
        raise Conflict("course-completed", "This course is completed and stays so.")
    await session.execute(
        delete(StepDone).where(
            StepDone.partnership_id == partnership.id,
            StepDone.step_id == step_id,
            StepDone.person_id == who.person_id,
        )
    )


async def _open_step(session: AsyncSession, partnership: Partnership, step_id: UUID) -> None:
    found = (
        await session.execute(
            select(CourseWeek.opened_at)
            .select_from(Step)
            .join(Week, Week.id == Step.week_id)
            .outerjoin(
                CourseWeek,
                (CourseWeek.number == Week.number) & (CourseWeek.partnership_id == partnership.id),
            )
            .where(Step.id == step_id, Step.cohort_id == partnership.cohort_id)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("This step")
    if found[0] is None:
        raise Conflict("week-not-open", "This week has not opened yet.")
    if partnership.phase == "closed":
        raise Conflict("course-closed", "This cohort is closed.")
