"""HTTP of projects at a glance."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from projects.overview import queries
from projects.overview.schemas import CohortProject, ProjectBoard, ProjectCard
from projects.policies import Anyone, Follower, MemberOrFollower
from shared.http import Page, Reading, router

# Readers of the API find these beside the milestones.
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
