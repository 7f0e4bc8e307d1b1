"""Milestones: add, reach, reopen, drop."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.access import working_on_running, writing_on
from projects.boards.model import Milestone, Project
from projects.boards.schemas import MilestoneRequest
from projects.partnerships.actions import contribute
from projects.partnerships.queries import present_person_ids
from shared import clock
from shared.contracts.projects import MilestoneReached
from shared.http import Conflict, Invalid, NotFound, Principal
from shared.ids import new_id
from shared.outbox import announce

AT_MOST = 40
FURTHEST = timedelta(days=3 * 366)
"""No cohort lasts longer: a later day is a slip of the pen."""


async def add_milestone(
    session: AsyncSession, who: Principal, partnership_id: UUID, wish: MilestoneRequest
) -> Milestone:
    """A milestone of the partners' own. Plans change on the way, so any coming date will do.

    A day in a member's holidays is no mistake, and is shown as such.
    """
    await working_on_running(session, who, partnership_id)
    await writing_on(session, who, partnership_id)
    if wish.due_on < clock.earliest_today():
        raise Invalid({"/due_on": "lies in the past"})
    if wish.due_on - clock.today() > FURTHEST:
        raise Invalid({"/due_on": "lies too far ahead"})
    count = select(func.count()).where(Milestone.partnership_id == partnership_id)
    if (await session.scalar(count) or 0) >= AT_MOST:
        raise Conflict("too-many-milestones", f"A project has at most {AT_MOST} milestones.")
    milestone = Milestone(
        id=new_id(),
        partnership_id=partnership_id,
        title=wish.title,
        due_on=wish.due_on,
        added_by=who.person_id,
    )
    session.add(milestone)
    await session.flush()
    return milestone


async def reach_milestone(session: AsyncSession, who: Principal, milestone_id: UUID) -> Milestone:
    """The partners are told once; who said so first stays named.

    They see who changes a milestone, so that all of it waits while contact is paused.
    """
    milestone, project = await _milestone(session, who, milestone_id)
    if milestone.reach(who.person_id, clock.now()):
        await contribute(session, project.partnership_id, who.person_id, milestone.id, clock.now())
        await announce(
            session,
            MilestoneReached(
                partnership_id=project.partnership_id,
                reached_by=who.person_id,
                person_ids=await present_person_ids(session, project.partnership_id),
                title=milestone.title,
            ),
        )
    return milestone


async def reopen_milestone(session: AsyncSession, who: Principal, milestone_id: UUID) -> Milestone:
    """It is not reached after all. What somebody did for it still counts as done."""
    milestone, _project = await _milestone(session, who, milestone_id)
    milestone.reopen()
    return milestone


async def drop_milestone(session: AsyncSession, who: Principal, milestone_id: UUID) -> None:
    """Only what the partners added and have not reached: the plan's milestones were approved."""
    milestone, _project = await _milestone(session, who, milestone_id)
    if milestone.added_by is None:
        raise Conflict("milestone-of-the-plan", "This milestone belongs to the approved plan.")
    if milestone.reached_at is not None:
        raise Conflict("milestone-reached", "Reopen this milestone before you remove it.")
    await session.delete(milestone)


async def _milestone(
    session: AsyncSession, who: Principal, milestone_id: UUID
) -> tuple[Milestone, Project]:
    found = await session.get(Milestone, milestone_id)
    # A missing one is asked for its members, too: the time of the answer tells nobody that it exists.
    its = found.partnership_id if found else milestone_id
    project = await working_on_running(session, who, its)
    await writing_on(session, who, its)
    milestone = await session.get(
        Milestone, milestone_id, with_for_update=True, populate_existing=True
    )
    if milestone is None:
        raise NotFound("This project")
    return milestone, project
