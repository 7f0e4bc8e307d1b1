"""Load a project as somebody who works on it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.cohorts.model import Cohort
from projects.partnerships.queries import as_member, present_person_ids
from shared.contact import may_write
from shared.http import Conflict, NotFound, Principal


async def working_on(session: AsyncSession, who: Principal, partnership_id: UUID) -> Project:
    """The open project of a member, locked. Foreign and missing answer alike."""
    await as_member(session, who, partnership_id)
    project = await session.get(Project, partnership_id, with_for_update=True)
    if project is None:
        raise NotFound("This project")
    if project.opened_at is None:
        raise Conflict("project-not-open", "This project has not begun yet.")
    return project


async def writing_on(session: AsyncSession, who: Principal, partnership_id: UUID) -> Project:
    """The same, for words that the others will read."""
    project = await working_on(session, who, partnership_id)
    await may_write(session, who, await present_person_ids(session, partnership_id))
    return project


async def working_on_running(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> Project:
    """The same, while its cohort is not closed: a closed cohort's board only tells what was."""
    project = await working_on(session, who, partnership_id)
    cohort = await session.get(Cohort, project.cohort_id)
    if project.is_over(cohort):
        raise Conflict("cohort-closed", "This cohort is closed; its board stands as it is.")
    return project
