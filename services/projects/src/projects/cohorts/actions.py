"""Keep cohorts as `course` announces them."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.cohorts.model import Cohort
from shared.contracts.course import CohortAdvanced, CohortChanged


async def keep_cohort(session: AsyncSession, event: CohortChanged) -> None:
    """A cohort's description and phase."""
    facts = {
        "title": event.title,
        "pace": event.pace,
        "phase": event.phase,
        "closes_on": event.closes_on,
    }
    await session.execute(
        insert(Cohort)
        .values(id=event.cohort_id, **facts)
        .on_conflict_do_update(index_elements=[Cohort.id], set_=facts)
    )


async def keep_phase(session: AsyncSession, event: CohortAdvanced) -> None:
    """The cohort is in another phase, also one whose description has not been heard yet."""
    await session.execute(
        insert(Cohort)
        .values(id=event.cohort_id, title=event.title, pace="fixed", phase=event.phase)
        .on_conflict_do_update(index_elements=[Cohort.id], set_={"phase": event.phase})
    )
