"""Gather what opens a board, in whichever order it is heard, and open it once."""

from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Milestone, Project
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import due_dates
from projects.cohorts.model import Cohort
from projects.partnerships.actions import keep_first_heard_members
from projects.partnerships.model import Partnership
from projects.partnerships.queries import present_person_ids
from shared import clock
from shared.contracts.course import CourseCompleted, PlanApproved
from shared.contracts.projects import ProjectOpened
from shared.ids import new_id
from shared.outbox import announce

BATCH = 100


async def keep_plan(session: AsyncSession, event: PlanApproved) -> None:
    """An approved plan brings the project's title and milestones, and may open the board."""
    await keep_first_heard_members(session, event.partnership_id, event.cohort_id, event.person_ids)
    project = await _project(session, event.partnership_id, event.cohort_id)
    project.title, project.summary = event.title, event.summary
    project.subjects, project.languages = list(event.subjects), list(event.languages)
    project.pupils_age_from = event.pupils_age_from
    project.pupils_age_to = event.pupils_age_to
    project.plan_approved_at = project.plan_approved_at or clock.now()
    await _replace_plan_milestones(session, event)
    await open_if_ready(session, project)


async def keep_completion(session: AsyncSession, event: CourseCompleted) -> None:
    """A completed course opens the board of a partnership that follows its own pace."""
    await keep_first_heard_members(session, event.partnership_id, event.cohort_id, event.person_ids)
    project = await _project(session, event.partnership_id, event.cohort_id)
    project.course_completed_at = project.course_completed_at or clock.now()
    await open_if_ready(session, project)


async def open_boards(session: AsyncSession) -> int:
    """Tick: open what became ready when a cohort went on to its projects. Returns how many."""
    by_cohort = and_(
        Cohort.pace == "fixed",
        Cohort.phase == "project",
        or_(Project.held.is_(False), Project.course_completed_at.is_not(None)),
    )
    by_pace = and_(
        Cohort.pace == "rolling",
        Cohort.phase.not_in(["draft", "closed"]),
        Project.course_completed_at.is_not(None),
    )
    after_the_close = and_(
        Cohort.phase == "closed", Project.held, Project.course_completed_at.is_not(None)
    )
    ready = (
        select(Project)
        .join(Cohort, Cohort.id == Project.cohort_id)
        .join(Partnership, Partnership.id == Project.partnership_id)
        .where(Project.opened_at.is_(None), Project.plan_approved_at.is_not(None))
        .where(Partnership.dissolved_at.is_(None), or_(by_cohort, by_pace, after_the_close))
        .limit(BATCH)
        .with_for_update(of=Project, skip_locked=True)
    )
    projects = (await session.scalars(ready)).all()
    opened = [await open_if_ready(session, project) for project in projects]
    return sum(opened)


async def open_if_ready(session: AsyncSession, project: Project) -> bool:
    """Open the board once all is known. The caller has locked the project's row."""
    if project.opened_at is not None:
        return False
    cohort = await session.get(Cohort, project.cohort_id)
    partnership = await session.get(Partnership, project.partnership_id)
    dissolved = partnership is None or partnership.dissolved_at is not None
    if not project.is_ready_to_open(cohort, dissolved=dissolved):
        return False
    project.opened_at = clock.now()
    await set_checkpoints(session, project, cohort)
    await announce_opened(session, project)
    return True


async def announce_opened(session: AsyncSession, project: Project) -> None:
    await announce(
        session,
        ProjectOpened(
            partnership_id=project.partnership_id,
            cohort_id=project.cohort_id,
            person_ids=await present_person_ids(session, project.partnership_id),
            title=project.title,
        ),
    )


BLANK: Final = {
    "title": "",
    "summary": "",
    "subjects": [],
    "languages": [],
    "pupils_age_from": 0,
    "pupils_age_to": 0,
    "held": False,
    "held_before": False,
}


async def _project(session: AsyncSession, partnership_id: UUID, cohort_id: UUID) -> Project:
    """The row that gathers facts, locked; made if this is the first that is heard."""
    await session.execute(
        insert(Project)
        .values(partnership_id=partnership_id, cohort_id=cohort_id, **BLANK)
        .on_conflict_do_nothing()
    )
    project = await session.get(Project, partnership_id, with_for_update=True)
    assert project is not None
    return project


async def _replace_plan_milestones(session: AsyncSession, event: PlanApproved) -> None:
    """A plan approved again renews what came from the plan and was not reached."""
    of_project = Milestone.partnership_id == event.partnership_id
    await session.execute(
        delete(Milestone).where(
            of_project, Milestone.added_by.is_(None), Milestone.reached_at.is_(None)
        )
    )
    kept = await session.scalars(
        select(Milestone.title).where(of_project, Milestone.added_by.is_(None))
    )
    reached = set(kept.all())
    for part in event.milestones:
        if part.title not in reached:
            session.add(
                Milestone(
                    id=new_id(),
                    partnership_id=event.partnership_id,
                    title=part.title,
                    due_on=part.due_on,
                )
            )
    await session.flush()


async def set_checkpoints(session: AsyncSession, project: Project, cohort: Cohort | None) -> None:
    """The dates of reports from today on; those that it has already stay as they are."""
    milestones = await session.scalars(
        select(Milestone.due_on).where(Milestone.partnership_id == project.partnership_id)
    )
    row = await session.execute(
        select(func.max(Checkpoint.number), func.max(Checkpoint.due_on)).where(
            Checkpoint.partnership_id == project.partnership_id
        )
    )
    number, last = row.one()
    closes_on = cohort.closes_on if cohort else None
    dates = due_dates(clock.today(), list(milestones.all()), closes_on)
    later = [due_on for due_on in dates if last is None or due_on > last]
    for place, due_on in enumerate(later, start=(number or 0) + 1):
        session.add(
            Checkpoint(
                id=new_id(),
                partnership_id=project.partnership_id,
                number=place,
                due_on=due_on,
            )
        )
    await session.flush()
