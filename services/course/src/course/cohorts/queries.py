"""Reading cohorts."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Advance, Cohort
from shared.http import NotFound, Permission, Principal


def visible_cohorts(who: Principal | None, phase: str | None = None) -> Select[Any]:
    """Everybody sees cohorts that are no longer drafts; the staff of a draft see it, too."""
    query = select(Cohort)
    drafts = who.cohorts_with(Permission.SEE_CONTROL_ROOM) if who else frozenset()
    if drafts is not None:
        query = query.where((Cohort.phase != "draft") | Cohort.id.in_(drafts))
    return query.where(Cohort.phase == phase) if phase else query


async def get_cohort(session: AsyncSession, who: Principal | None, cohort_id: UUID) -> Cohort:
    found: Cohort | None = await session.scalar(visible_cohorts(who).where(Cohort.id == cohort_id))
    if found is None:
        raise NotFound("This cohort")
    return found


async def lock_cohort(session: AsyncSession, cohort_id: UUID) -> Cohort:
    """The cohort, locked until the end of the transaction, and read anew."""
    found = await session.scalar(
        select(Cohort)
        .where(Cohort.id == cohort_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("This cohort")
    return found


async def latest_advance(session: AsyncSession, cohort_id: UUID) -> Advance | None:
    """The newest advance that still stands."""
    return await session.scalar(
        select(Advance)
        .where(Advance.cohort_id == cohort_id, Advance.undone_at.is_(None))
        .order_by(Advance.id.desc())
        .limit(1)
    )
