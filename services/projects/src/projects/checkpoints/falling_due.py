"""Time and checkpoints: telling partners what falls due, and partners and staff what is overdue."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import NOTICE, OVERDUE_AFTER
from projects.cohorts.model import Cohort
from projects.partnerships.model import Member, Partnership
from projects.partnerships.queries import present_person_ids
from shared import clock
from shared.contracts.projects import CheckpointDue, CheckpointOverdue
from shared.outbox import announce

BATCH = 100


async def announce_due_checkpoints(session: AsyncSession) -> int:
    """Tick: tell partners three days ahead. Returns how many were announced."""
    rows = await _unreported(
        session, Checkpoint.announced_at.is_(None), Checkpoint.due_on <= clock.today() + NOTICE
    )
    for checkpoint, project in rows:
        checkpoint.announced_at = clock.now()
        await announce(session, CheckpointDue(**await _facts(session, checkpoint, project)))
    return len(rows)


async def announce_overdue_checkpoints(session: AsyncSession) -> int:
    """Tick: say once, a week after its day, that nobody has reported. Returns how many there were."""
    rows = await _unreported(
        session,
        Checkpoint.overdue_announced_at.is_(None),
        Checkpoint.due_on <= clock.today() - OVERDUE_AFTER,
    )
    for checkpoint, project in rows:
        checkpoint.overdue_announced_at = clock.now()
        await announce(session, CheckpointOverdue(**await _facts(session, checkpoint, project)))
    return len(rows)


async def _unreported(
    session: AsyncSession, *conditions: ColumnElement[bool]
) -> Sequence[tuple[Checkpoint, Project]]:
    """A batch of locked checkpoints. Projects that are finished or over are left in peace,
    and those whose members cannot write to each other."""
    somebody = exists().where(
        Member.partnership_id == Project.partnership_id, Member.left_at.is_(None)
    )
    found = await session.execute(
        select(Checkpoint, Project)
        .join(Project, Project.partnership_id == Checkpoint.partnership_id)
        .join(Partnership, Partnership.id == Project.partnership_id)
        .outerjoin(Cohort, Cohort.id == Project.cohort_id)
        .where(
            *conditions,
            Checkpoint.reported_at.is_(None),
            Project.opened_at.is_not(None),
            Project.finished_at.is_(None),
            Partnership.contact_paused_at.is_(None),
            or_(Cohort.id.is_(None), Cohort.phase != "closed", Project.held),
            somebody,
        )
        .order_by(Checkpoint.due_on, Checkpoint.id)
        .limit(BATCH)
        .with_for_update(of=[Checkpoint, Project], skip_locked=True)
    )
    return [(row[0], row[1]) for row in found]


async def _facts(session: AsyncSession, checkpoint: Checkpoint, project: Project) -> dict[str, Any]:
    return {
        "checkpoint_id": checkpoint.id,
        "partnership_id": project.partnership_id,
        "cohort_id": project.cohort_id,
        "person_ids": await present_person_ids(session, project.partnership_id),
        "due_on": checkpoint.due_on,
    }
