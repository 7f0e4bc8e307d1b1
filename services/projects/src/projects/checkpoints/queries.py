"""Read a checkpoint."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import EARLIEST
from projects.checkpoints.schemas import CheckpointView
from projects.cohorts.model import Cohort
from projects.partnerships.queries import as_member_or
from projects.people.queries import names_of
from shared import clock
from shared.http import NotFound, Permission, Principal


async def view_checkpoint(
    session: AsyncSession, who: Principal, checkpoint_id: UUID
) -> CheckpointView:
    """For members, and for staff who look after the cohort's projects."""
    checkpoint = await session.get(Checkpoint, checkpoint_id)
    # A missing one is asked for its members, too: the time of the answer tells nobody that it exists.
    at = checkpoint.partnership_id if checkpoint else checkpoint_id
    partnership, is_member = await as_member_or(session, who, at, Permission.READ_CHECKPOINTS)
    if checkpoint is None:
        raise NotFound("This project")
    project = await session.get(Project, partnership.id)
    cohort = await session.get(Cohort, partnership.cohort_id)
    over = project is not None and project.is_over(cohort)
    names = await names_of(session, [checkpoint.reported_by])
    return CheckpointView(
        id=checkpoint.id,
        partnership_id=partnership.id,
        cohort_id=partnership.cohort_id,
        project_title=project.title if project else "",
        number=checkpoint.number,
        due_on=checkpoint.due_on,
        may_report=is_member and not over and clock.today() >= checkpoint.due_on - EARLIEST,
        reported_at=checkpoint.reported_at,
        reported_by=names.get(checkpoint.reported_by, "") if checkpoint.reported_by else "",
        went_well=checkpoint.went_well,
        difficulty=checkpoint.difficulty,
        next_step=checkpoint.next_step,
        needs_help=checkpoint.needs_help,
        helped_at=checkpoint.helped_at,
    )
