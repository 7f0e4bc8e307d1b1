"""Following the other services: in which phase a partnership is, as they announce it."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership, Phase
from shared.contracts.course import CohortAdvanced, CourseOpened
from shared.contracts.projects import ProjectOpened


async def note_course_opened(session: AsyncSession, event: CourseOpened) -> None:
    await _enter(session, event.partnership_id, "course", after=("partnering",))


async def note_project_opened(session: AsyncSession, event: ProjectOpened) -> None:
    await _enter(session, event.partnership_id, "project", after=("partnering", "course"))


async def note_cohort_advanced(session: AsyncSession, event: CohortAdvanced) -> None:
    """When a cohort closes its partnerships are finished, but for those held back; when the
    closing is taken back they go on."""
    before, after = ("confirmed", "finished")
    if event.phase != "closed":
        before, after = after, before
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


async def _enter(
    session: AsyncSession, partnership_id: UUID, phase: Phase, after: tuple[Phase, ...]
) -> None:
    """Phases only go forward; course and projects are heard in any order."""
    await session.execute(
        update(Partnership)
        .where(Partnership.id == partnership_id, Partnership.phase.in_(after))
        .values(phase=phase)
    )
