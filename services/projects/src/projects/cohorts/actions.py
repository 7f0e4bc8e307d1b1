"""Keep cohorts as `course` announces them, and act on their phase."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.opening import hold_as_before, hold_back, put_back_untouched
from projects.cohorts.model import Cohort
from projects.partnerships.actions import look_at_cohort
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
    if event.phase == "closed":
        await look_at_cohort(session, event.cohort_id)


async def follow_cohort(session: AsyncSession, event: CohortAdvanced) -> None:
    """The cohort is in another phase. Boards open by the tick, so that no event fans out here.

    Advancing can be undone for a day: a cohort back in its course takes back the boards on which
    nobody has done anything yet.
    """
    await session.execute(
        insert(Cohort)
        .values(id=event.cohort_id, title=event.title, pace="fixed", phase=event.phase)
        .on_conflict_do_update(index_elements=[Cohort.id], set_={"phase": event.phase})
    )
    if event.undone:
        if event.from_phase == "project":
            await put_back_untouched(session, event.cohort_id, event.held)
        if event.from_phase in {"project", "closed"}:
            await hold_as_before(session, event.cohort_id)
        return
    if event.phase in {"project", "closed"}:
        await hold_back(session, event.cohort_id, event.held)
    if event.phase == "closed":
        await look_at_cohort(session, event.cohort_id)
