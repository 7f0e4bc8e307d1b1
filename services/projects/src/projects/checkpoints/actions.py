"""Report a checkpoint, answer a call for help, and announce what falls due."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.access import working_on_running
from projects.boards.model import Project
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import EARLIEST, NOTICE
from projects.checkpoints.schemas import ReportRequest
from projects.cohorts.model import Cohort
from projects.partnerships.actions import contribute
from projects.partnerships.model import Member, Partnership
from projects.partnerships.queries import membership, present_person_ids
from shared import clock
from shared.contracts.projects import CheckpointDue, CheckpointReported
from shared.http import Conflict, Forbidden, NotFound, Permission, Principal
from shared.outbox import announce

BATCH = 100


async def report_checkpoint(
    session: AsyncSession, who: Principal, checkpoint_id: UUID, report: ReportRequest
) -> Checkpoint:
    """Any member reports for the partnership, from two weeks before the date and also late.

    Writing again replaces the words. It is announced the first time, and again when help is newly
    asked for.
    """
    checkpoint = await session.get(Checkpoint, checkpoint_id)
    if checkpoint is None:
        raise NotFound("This project")
    project = await working_on_running(session, who, checkpoint.partnership_id)
    await session.refresh(checkpoint)
    if clock.today() < checkpoint.due_on - EARLIEST:
        opens_on = checkpoint.due_on - EARLIEST
        title = f"This checkpoint can be reported from {opens_on.isoformat()}."
        raise Conflict("checkpoint-too-early", title, opens_on=opens_on.isoformat())
    first = checkpoint.reported_at is None
    asks_anew = report.needs_help and not checkpoint.needs_help
    checkpoint.went_well, checkpoint.difficulty = report.went_well, report.difficulty
    checkpoint.next_step, checkpoint.needs_help = report.next_step, report.needs_help
    checkpoint.reported_at, checkpoint.reported_by = clock.now(), who.person_id
    if asks_anew:
        checkpoint.helped_at = checkpoint.helped_by = None
    await contribute(session, project.partnership_id, who.person_id, checkpoint.id, clock.now())
    if first or asks_anew:
        await announce(
            session,
            CheckpointReported(
                checkpoint_id=checkpoint.id,
                partnership_id=project.partnership_id,
                cohort_id=project.cohort_id,
                reported_by=who.person_id,
                person_ids=await present_person_ids(session, project.partnership_id),
                needs_help=report.needs_help,
            ),
        )
    return checkpoint


async def answer_call_for_help(
    session: AsyncSession, who: Principal, checkpoint_id: UUID
) -> Checkpoint:
    """Staff of the cohort, not being a member, say that help was given."""
    checkpoint = await session.get(Checkpoint, checkpoint_id, with_for_update=True)
    if checkpoint is None:
        raise NotFound("This project")
    partnership = await session.get(Partnership, checkpoint.partnership_id)
    if partnership is None or not who.may(Permission.READ_CHECKPOINTS, partnership.cohort_id):
        raise NotFound("This project")
    if await membership(session, who, partnership.id) is not None:
        raise Forbidden("own-partnership", "Nobody decides on their own partnership.")
    if not checkpoint.needs_help:
        raise Conflict("no-help-asked", "This report does not ask for help.")
    if checkpoint.helped_at is None:
        checkpoint.helped_at, checkpoint.helped_by = clock.now(), who.person_id
    return checkpoint


async def announce_due_checkpoints(session: AsyncSession) -> int:
    """Tick: tell partners three days ahead. Projects that are finished or over are left in peace.

    Returns how many were announced.
    """
    somebody = exists().where(
        Member.partnership_id == Project.partnership_id, Member.left_at.is_(None)
    )
    due = (
        select(Checkpoint, Project)
        .join(Project, Project.partnership_id == Checkpoint.partnership_id)
        .outerjoin(Cohort, Cohort.id == Project.cohort_id)
        .where(
            Checkpoint.announced_at.is_(None),
            Checkpoint.reported_at.is_(None),
            Checkpoint.due_on <= clock.today() + NOTICE,
            Project.opened_at.is_not(None),
            Project.finished_at.is_(None),
            or_(Cohort.id.is_(None), Cohort.phase != "closed", Project.held),
            somebody,
        )
        .order_by(Checkpoint.due_on, Checkpoint.id)
        .limit(BATCH)
        .with_for_update(of=[Checkpoint, Project], skip_locked=True)
    )
    rows = (await session.execute(due)).all()
    for checkpoint, project in rows:
        checkpoint.announced_at = clock.now()
        await announce(
            session,
            CheckpointDue(
                checkpoint_id=checkpoint.id,
                partnership_id=project.partnership_id,
                cohort_id=project.cohort_id,
                person_ids=await present_person_ids(session, project.partnership_id),
                due_on=checkpoint.due_on,
            ),
        )
    return len(rows)
