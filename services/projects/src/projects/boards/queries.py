"""Read a milestone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Milestone
from projects.boards.schemas import MilestoneView
from projects.partnerships.model import Member
from projects.people.queries import names_of


async def view_milestone(session: AsyncSession, milestone: Milestone) -> MilestoneView:
    members = (
        await session.scalars(
            select(Member).where(Member.partnership_id == milestone.partnership_id)
        )
    ).all()
    names = await names_of(session, [milestone.reached_by, *(one.person_id for one in members)])
    return milestone_view(milestone, members, names)


def milestone_view(
    milestone: Milestone, members: Sequence[Member], names: dict[UUID, str]
) -> MilestoneView:
    free = [one for one in members if one.is_present and one.is_free_on(milestone.due_on)]
    return MilestoneView(
        id=milestone.id,
        title=milestone.title,
        due_on=milestone.due_on,
        own=milestone.added_by is not None,
        on_holiday_for=[]
        if milestone.reached_at
        else [names.get(one.person_id, "") or one.country for one in free],
        reached_at=milestone.reached_at,
        reached_by=names.get(milestone.reached_by, "") if milestone.reached_by else "",
    )
