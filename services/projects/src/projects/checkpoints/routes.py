"""HTTP of checkpoints."""

from uuid import UUID

from projects.checkpoints import actions, queries
from projects.checkpoints.schemas import CheckpointView, ReportRequest
from projects.policies import Anyone, MemberOrReader, Reader
from shared.http import Reading, Transaction, router

routes = router("checkpoints")


@routes.get("/checkpoints/{checkpoint_id}")
async def read_checkpoint(
    checkpoint_id: UUID, who: MemberOrReader, session: Reading
) -> CheckpointView:
    """A checkpoint of one's own project, or of a project one looks after."""
    return await queries.view_checkpoint(session, who, checkpoint_id)


@routes.post("/checkpoints/{checkpoint_id}")
async def report_checkpoint(
    checkpoint_id: UUID, body: ReportRequest, who: Anyone, session: Transaction
) -> CheckpointView:
    """Report briefly how the project goes. Reporting again replaces the words."""
    await actions.report_checkpoint(session, who, checkpoint_id, body)
    return await queries.view_checkpoint(session, who, checkpoint_id)


@routes.post("/checkpoints/{checkpoint_id}/helped")
async def answer_call_for_help(
    checkpoint_id: UUID, who: Reader, session: Transaction
) -> CheckpointView:
    """Staff say that the call for help was answered."""
    await actions.answer_call_for_help(session, who, checkpoint_id)
    return await queries.view_checkpoint(session, who, checkpoint_id)
