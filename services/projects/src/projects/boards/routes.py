"""HTTP of milestones."""

from uuid import UUID

from projects.boards import actions, queries
from projects.boards.schemas import MilestoneRequest, MilestoneView
from projects.policies import Anyone
from shared.http import Created, Once, Transaction, router

routes = router("boards")


@routes.post("/partnerships/{partnership_id}/milestones", status_code=201)
async def add_milestone(
    partnership_id: UUID, body: MilestoneRequest, who: Anyone, session: Transaction, once: Once
) -> Created:
    """A milestone of the partners' own, beside those of the plan."""
    milestone = await actions.add_milestone(session, who, partnership_id, body)
    return await once.created("/v1/milestones", milestone.id)


@routes.post("/milestones/{milestone_id}/reached")
async def reach_milestone(milestone_id: UUID, who: Anyone, session: Transaction) -> MilestoneView:
    """Say that a milestone is reached. Saying it twice changes nothing."""
    milestone = await actions.reach_milestone(session, who, milestone_id)
    return await queries.view_milestone(session, milestone)


@routes.post("/milestones/{milestone_id}/reopened")
async def reopen_milestone(milestone_id: UUID, who: Anyone, session: Transaction) -> MilestoneView:
    """Undo: it is not reached after all."""
    milestone = await actions.reopen_milestone(session, who, milestone_id)
    return await queries.view_milestone(session, milestone)


@routes.delete("/milestones/{milestone_id}", status_code=204)
async def drop_milestone(milestone_id: UUID, who: Anyone, session: Transaction) -> None:
    """Remove a milestone the partners added themselves and have not reached."""
    await actions.drop_milestone(session, who, milestone_id)
