"""Keep cohorts as `course` announces them, and act on their phase."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.opening import (
    hold_as_before,
    hold_back,
    put_back_these,
    put_back_untouched,
    set_held,
)
from projects.cohorts.model import Cohort
from projects.partnerships.actions import look_at_cohort, look_at_partnerships
from shared.contracts.course import CohortAdvanced, CohortChanged
from shared.contracts.extensions import PartnershipsMoved


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
    nobody has done anything yet, and one that is not closed any more withdraws the certificates
    that its close alone had earned.
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
        if event.from_phase == "closed":
            await look_at_cohort(session, event.cohort_id)
        return
    if event.phase in {"project", "closed"}:
        catching_up = event.from_phase == event.phase
        await hold_back(session, event.cohort_id, event.held, again=catching_up)
    if event.phase == "closed":
        await look_at_cohort(session, event.cohort_id)


async def follow_partnerships(session: AsyncSession, event: PartnershipsMoved) -> None:
    """Some move apart from their cohort: their last day is over, or those who had followed the
    others are held back again."""
    await set_held(session, event.cohort_id, event.partnership_ids, held=event.undone)
    if event.undone and event.from_phase == "project":
        await put_back_these(session, event.partnership_ids)
    if event.phase == "closed":
        await look_at_partnerships(session, event.partnership_ids)
