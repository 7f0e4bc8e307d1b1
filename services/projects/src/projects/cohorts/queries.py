"""Titles of cohorts by id."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.cohorts.model import Cohort


async def titles_of(session: AsyncSession, cohort_ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles by cohort; one that has not been heard of yet is not in it."""
    rows = await session.execute(select(Cohort.id, Cohort.title).where(Cohort.id.in_(cohort_ids)))
    return dict(rows.all())
