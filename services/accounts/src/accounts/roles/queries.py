"""Reading roles."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.roles.model import RoleGrant


async def grants_of(session: AsyncSession, person_id: UUID) -> Sequence[RoleGrant]:
    """What was granted to the person, oldest first; `teacher` is not among it."""
    query = select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id)
    return (await session.scalars(query)).all()


async def count_operators(session: AsyncSession) -> int:
    query = select(func.count()).select_from(RoleGrant).where(RoleGrant.role == "operator")
    return int((await session.execute(query)).scalar_one())
