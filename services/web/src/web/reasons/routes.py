"""`/staff/cohorts/{id}/reasons`: why teachers left or said no, in their words."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.pages import Page, allowed, router

routes = router()
Follower = Annotated[Page, allowed(Permission.HANDLE_RESCUES, "cohort_id")]


@routes.get("/staff/cohorts/{cohort_id}/reasons")
async def reasons(page: Follower, cohort_id: UUID) -> Response:
    found = await page.api.partnering.get(
        f"/v1/cohorts/{cohort_id}/reasons", cursor=page.query("cursor")
    )
    return page.render(
        "reasons/index.html",
        cohort=await page.api.course.get(f"/v1/cohorts/{cohort_id}"),
        items=found["items"],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
    )
