"""HTTP of project boards."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from projects.boards import actions, queries
from projects.boards.schemas import (
    CohortProject,
    MilestoneRequest,
    MilestoneView,
    ProjectBoard,
    ProjectCard,
)
from projects.policies import Anyone, Follower, MemberOrFollower
from shared.http import Created, Once, Page, Reading, Transaction, router

routes = router("boards")


@routes.get("/me/projects")
async def list_my_projects(who: Anyone, session: Reading) -> list[ProjectCard]:
    """My partnerships' projects, also those that have not opened yet."""
    return await queries.list_projects_of(session, who.person_id)


@routes.get("/partnerships/{partnership_id}/project")
async def read_project(
    partnership_id: UUID, who: MemberOrFollower, session: Reading
) -> ProjectBoard:
    """The board: state, milestones, checkpoints and the result's status."""
    return await queries.view_board(session, who, partnership_id)


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


@routes.get("/cohorts/{cohort_id}/projects")
async def list_cohort_projects(
    cohort_id: UUID,
    who: Follower,
    session: Reading,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[CohortProject]:
    """Staff: every project of a cohort with its state and what is due next."""
    return await queries.list_cohort_projects(session, cohort_id, cursor, limit)
