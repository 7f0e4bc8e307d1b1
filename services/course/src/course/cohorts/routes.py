"""Cohorts over HTTP: described to everybody, created and advanced by programme leads."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from course.access import Anybody, Creator, Lead
from course.cohorts import actions, queries
from course.cohorts.model import Cohort
from course.cohorts.schemas import (
    CohortAnswer,
    CohortChange,
    CohortRequest,
    TemplateAnswer,
)
from course.cohorts.templates import TEMPLATES
from shared.contracts.course import CohortPhase
from shared.http import (
    Created,
    Cursor,
    IfMatch,
    Once,
    Page,
    Reading,
    Transaction,
    etag,
    page_of,
    public,
    router,
)

routes = router("cohorts")


@routes.get("/templates", dependencies=[public()])
async def list_templates() -> list[TemplateAnswer]:
    return [TemplateAnswer.model_validate(template) for template in TEMPLATES.values()]


@routes.post("/cohorts", status_code=201)
async def create_cohort(
    body: CohortRequest, who: Creator, session: Transaction, once: Once
) -> Created:
    cohort = await actions.create_cohort(session, who, body)
    return await once.created("/v1/cohorts", cohort.id)


@routes.get("/cohorts", dependencies=[public()])
async def list_cohorts(
    who: Anybody,
    session: Reading,
    phase: CohortPhase | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[CohortAnswer]:
    """Newest first. Drafts are for staff."""
    rows, next_cursor = await page_of(
        session, queries.visible_cohorts(who, phase), key=Cohort.id, cursor=cursor, limit=limit
    )
    return Page(items=[CohortAnswer.model_validate(row) for row in rows], next_cursor=next_cursor)


@routes.get("/cohorts/{cohort_id}", dependencies=[public()])
async def read_cohort(
    cohort_id: UUID, who: Anybody, session: Reading, response: Response
) -> CohortAnswer:
    cohort = await queries.get_cohort(session, who, cohort_id)
    response.headers["ETag"] = etag(cohort.version)
    return CohortAnswer.model_validate(cohort)


@routes.patch("/cohorts/{cohort_id}")
async def change_cohort(
    cohort_id: UUID,
    body: CohortChange,
    who: Lead,
    version: IfMatch,
    session: Transaction,
    response: Response,
) -> CohortAnswer:
    cohort = await actions.change_cohort(session, cohort_id, body, version)
    response.headers["ETag"] = etag(cohort.version)
    return CohortAnswer.model_validate(cohort)
