"""Cohorts and partnerships go on, stay behind or come back: their boards follow."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.opening.actions import BLANK
from projects.partnerships.actions import look_at_cohort, look_at_partnerships
from projects.partnerships.model import Contribution
from shared.contracts.course import CohortAdvanced
from shared.contracts.extensions import PartnershipsMoved


async def follow_cohort(session: AsyncSession, event: CohortAdvanced) -> None:
    """The cohort is in another phase. Boards open by the tick, so that no event fans out here.

    Advancing can be undone for a day: a cohort back in its course takes back the boards on which
    nobody has done anything yet, and one that is not closed any more withdraws the certificates
    that its close alone had earned.
    """
    if event.undone:
        if event.from_phase == "project" and not event.named_apart:
            await _put_back_untouched(session, event.cohort_id, event.held)
        if event.from_phase in {"project", "closed"}:
            await _hold_as_before(session, event.cohort_id)
        if event.from_phase == "closed":
            await look_at_cohort(session, event.cohort_id)
        return
    if event.phase in {"project", "closed"}:
        catching_up = event.from_phase == event.phase
        await _hold_back(session, event.cohort_id, event.held, again=catching_up)
    if event.phase == "closed":
        await look_at_cohort(session, event.cohort_id)


async def follow_partnerships(session: AsyncSession, event: PartnershipsMoved) -> None:
    """Some move apart from their cohort: their last day is over, or those who had followed the
    others are held back again."""
    cohort = await session.get(Cohort, event.cohort_id)
    phase = cohort.phase if cohort else None
    with_cohort = event.undone and event.from_phase != event.phase == phase
    if not with_cohort:
        # Whoever comes back with the cohort is held as before, which it has brought back itself.
        await _set_held(session, event.cohort_id, event.partnership_ids, held=event.undone)
    if event.undone and event.from_phase == "project":
        await _put_back_these(session, event.partnership_ids)
    if event.phase == "closed":
        await look_at_partnerships(session, event.partnership_ids)


async def _hold_back(
    session: AsyncSession, cohort_id: UUID, held: Sequence[UUID], *, again: bool = False
) -> None:
    """Staff left these partnerships behind; all others of the cohort go on. Where the cohort stays in
    its phase (`again`), what was before it came there is still to be brought back."""
    before = {} if again else {"held_before": Project.held}
    await session.execute(
        update(Project).where(Project.cohort_id == cohort_id).values(held=False, **before)
    )
    await _set_held(session, cohort_id, held, held=True)


async def _set_held(
    session: AsyncSession, cohort_id: UUID, partnership_ids: Sequence[UUID], *, held: bool
) -> None:
    """Whether these go on by themselves, heard of before or not."""
    if partnership_ids:
        rows = [{"partnership_id": each, "cohort_id": cohort_id} for each in partnership_ids]
        await session.execute(
            insert(Project)
            .values([{**BLANK, **row, "held": held} for row in rows])
            .on_conflict_do_update(
                index_elements=[Project.partnership_id],
                set_={"held": held},
                # Whoever goes on in another cohort is no longer held in this one.
                where=Project.cohort_id == cohort_id,
            )
        )


async def _hold_as_before(session: AsyncSession, cohort_id: UUID) -> None:
    """Advancing was undone: whoever was held back until then is held back again."""
    await session.execute(
        update(Project).where(Project.cohort_id == cohort_id).values(held=Project.held_before)
    )


async def _put_back_untouched(
    session: AsyncSession, cohort_id: UUID, stayed: Sequence[UUID]
) -> None:
    """Advancing was undone: boards on which nobody has done anything are as before. Those that
    `stayed` had begun earlier."""
    await _put_back(session, Project.cohort_id == cohort_id, Project.partnership_id.not_in(stayed))


async def _put_back_these(session: AsyncSession, partnership_ids: Sequence[UUID]) -> None:
    """The same for those who had followed their cohort later."""
    await _put_back(session, Project.partnership_id.in_(partnership_ids))


async def _put_back(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    touched = exists().where(Contribution.partnership_id == Project.partnership_id)
    untouched = (
        select(Project.partnership_id)
        .where(*which, Project.opened_at.is_not(None), ~touched)
        .with_for_update()
    )
    ids = (await session.scalars(untouched)).all()
    await session.execute(delete(Checkpoint).where(Checkpoint.partnership_id.in_(ids)))
    await session.execute(
        update(Project).where(Project.partnership_id.in_(ids)).values(opened_at=None)
    )
