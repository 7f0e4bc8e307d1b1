"""Who looks after a cohort."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.people.model import Person


async def holders(session: AsyncSession, cohort_id: UUID, *roles: str) -> tuple[UUID, ...]:
    """The people who hold one of the roles for this cohort or for all; the first role that
    anybody holds wins, so that a lead is asked only when there is no mentor."""
    for role in roles:
        found = await _holders_of(session, cohort_id, role)
        if found:
            return tuple(found)
    return ()


async def _holders_of(session: AsyncSession, cohort_id: UUID, role: str) -> Sequence[UUID]:
    here = [{"role": role, "cohort_id": str(cohort_id)}]
    everywhere = [{"role": role, "cohort_id": None}]
    return (
        await session.scalars(
            select(Person.id)
            .where(or_(Person.grants.contains(here), Person.grants.contains(everywhere)))
            .order_by(Person.id)
            .limit(50)
        )
    ).all()
