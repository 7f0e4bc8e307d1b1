"""Following the other services: in which phase a partnership is, as they announce it."""

from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership, Phase
from partnering.rescue.cases import open_for_left_alone
from partnering.rescue.ending import end_cases_in, reopen_cases_in
from shared.contracts.course import CohortAdvanced, CourseOpened
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import ProjectOpened


async def note_course_opened(session: AsyncSession, event: CourseOpened) -> None:
    await _enter(session, event.partnership_id, "course", after=("partnering",))


async def note_project_opened(session: AsyncSession, event: ProjectOpened) -> None:
    await _enter(session, event.partnership_id, "project", after=("partnering", "course"))


async def note_cohort_advanced(session: AsyncSession, event: CohortAdvanced) -> None:
    """When a cohort closes its partnerships are finished, but for those held back, and so are its
    rescues; when the closing is taken back all go on. Those held back finish later, when staff let
    them follow. A phase that is taken back is left again."""
    if event.undone and event.from_phase != "closed":
        if not event.named_apart:
            await _return(session, event)
        return
    before, after = ("confirmed", "finished")
    if event.undone or event.phase != "closed":
        before, after = after, before
    else:
        await end_cases_in(session, event.cohort_id)
    await session.execute(
        update(Partnership)
        .where(
            Partnership.cohort_id == event.cohort_id,
            Partnership.state == before,
            Partnership.id.not_in(event.held),
        )
        .values(state=after)
        .execution_options(synchronize_session=False)
    )
    if event.from_phase == "closed" != event.phase:
        await reopen_cases_in(session, event.cohort_id)
        await open_for_left_alone(session, event.cohort_id)


async def note_partnerships_moved(session: AsyncSession, event: PartnershipsMoved) -> None:
    """Some move apart from their cohort: their last day is over and they are finished, or those who
    had followed the others are put back. Nobody else is touched."""
    these = update(Partnership).where(
        Partnership.cohort_id == event.cohort_id, Partnership.id.in_(event.partnership_ids)
    )
    if "closed" in (event.phase, event.from_phase):
        before, after = ("confirmed", "finished")
        if event.phase != "closed":
            before, after = after, before
        moved = these.where(Partnership.state == before).values(state=after)
    else:
        moved = these.where(
            Partnership.phase == event.from_phase,
            Partnership.state.in_(("handshake", "confirmed")),
        ).values(phase=event.phase, troubles=func.array_remove(Partnership.troubles, "quiet"))
    await session.execute(moved.execution_options(synchronize_session=False))


async def _return(session: AsyncSession, event: CohortAdvanced) -> None:
    """Whoever entered the phase with the cohort leaves it again; the held did not move with it."""
    await session.execute(
        update(Partnership)
        .where(
            Partnership.cohort_id == event.cohort_id,
            Partnership.phase == event.from_phase,
            Partnership.id.not_in(event.held),
            Partnership.state.in_(("handshake", "confirmed")),
        )
        .values(
            phase=event.phase,
            # Its clock stands still again, and nobody is quiet before the course.
            troubles=func.array_remove(Partnership.troubles, "quiet"),
        )
        .execution_options(synchronize_session=False)
    )


async def _enter(
    session: AsyncSession, partnership_id: UUID, phase: Phase, after: tuple[Phase, ...]
) -> None:
    """Phases only go forward; course and projects are heard in any order."""
    await session.execute(
        update(Partnership)
        .where(Partnership.id == partnership_id, Partnership.phase.in_(after))
        .values(phase=phase)
    )
