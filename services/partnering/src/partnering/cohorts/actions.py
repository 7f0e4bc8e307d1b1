"""Following what course says of cohorts."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.seats import fill_seats
from shared.contracts.course import CohortAdvanced, CohortChanged
from shared.http import NotFound


async def remember_cohort(session: AsyncSession, event: CohortChanged) -> None:
    """Keep the newest description; more seats let the waiting list move up."""
    values = event.model_dump(exclude={"cohort_id", "languages"})
    values["languages"] = list(event.languages)
    await session.execute(
        insert(Cohort)
        .values(id=event.cohort_id, **values)
        .on_conflict_do_update(index_elements=[Cohort.id], set_=values)
    )
    await fill_seats(session, await lock_cohort(session, event.cohort_id))


async def advance_cohort(session: AsyncSession, event: CohortAdvanced) -> None:
    """A cohort entered another phase. Invitations left open are closed by the clock."""
    await session.execute(
        update(Cohort).where(Cohort.id == event.cohort_id).values(phase=event.phase)
    )


async def lock_cohort(session: AsyncSession, cohort_id: UUID) -> Cohort:
    """The row, locked: seats are counted and given one after the other."""
    cohort = await session.scalar(
        select(Cohort)
        .where(Cohort.id == cohort_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if cohort is None:
        raise NotFound
    return cohort
