"""Report a checkpoint, and answer a call for help."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.access import working_on_running, writing_on
from projects.checkpoints.model import Checkpoint
from projects.checkpoints.rules import EARLIEST
from projects.checkpoints.schemas import ReportRequest
from projects.partnerships.actions import contribute
from projects.partnerships.model import Partnership
from projects.partnerships.queries import present_person_ids, refuse_own
from shared import clock
from shared.audit import describe_act, nothing_done
from shared.contracts.projects import CheckpointHelpSettled, CheckpointReported
from shared.http import Conflict, NotFound, Permission, Principal
from shared.outbox import announce


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
    await writing_on(session, who, checkpoint.partnership_id)
    await session.refresh(checkpoint)
    if clock.today() < checkpoint.due_on - EARLIEST:
        opens_on = checkpoint.due_on - EARLIEST
        title = f"This checkpoint can be reported from {opens_on.isoformat()}."
        raise Conflict("checkpoint-too-early", title, opens_on=opens_on.isoformat())
    first = checkpoint.reported_at is None
    took_back = checkpoint.waits_for_help and not report.needs_help
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
    if took_back:
        await _settle_help(session, checkpoint, project.cohort_id)
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
    describe_act(session, about=await present_person_ids(session, partnership.id))
    await refuse_own(session, who, partnership.id)
    if not checkpoint.needs_help:
        raise Conflict("no-help-asked", "This report does not ask for help.")
    if checkpoint.helped_at is None:
        checkpoint.helped_at, checkpoint.helped_by = clock.now(), who.person_id
        await _settle_help(session, checkpoint, partnership.cohort_id)
    else:
        nothing_done(session)
    return checkpoint


async def _settle_help(session: AsyncSession, checkpoint: Checkpoint, cohort_id: UUID) -> None:
    await announce(
        session,
        CheckpointHelpSettled(
            checkpoint_id=checkpoint.id,
            partnership_id=checkpoint.partnership_id,
            cohort_id=cohort_id,
        ),
    )
