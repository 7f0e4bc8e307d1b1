"""Whose boards will open."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.partnerships.model import Member, Partnership


async def opened_by_going_on(
    session: AsyncSession, cohort_id: UUID, held: Collection[UUID]
) -> tuple[UUID, ...]:
    """Whose boards will open when a fixed cohort goes on to its projects and these are held back."""
    follows = or_(Project.partnership_id.not_in(held), Project.course_completed_at.is_not(None))
    found = await session.scalars(
        select(Member.person_id)
        .join(Partnership, Partnership.id == Member.partnership_id)
        .join(Project, Project.partnership_id == Partnership.id)
        .where(
            Project.cohort_id == cohort_id,
            Project.opened_at.is_(None),
            Project.plan_approved_at.is_not(None),
            Partnership.dissolved_at.is_(None),
            Member.left_at.is_(None),
            follows,
        )
        .distinct()
        .order_by(Member.person_id)
    )
    return tuple(found)
