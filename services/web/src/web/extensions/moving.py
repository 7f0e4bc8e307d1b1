"""`/staff/cohorts/{id}/extensions/{id}/move`: a held partnership goes on in another cohort."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.extensions import words
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router

routes = router()
Lead = Annotated[Page, allowed(Permission.LEAD_COHORT, "cohort_id")]


@routes.get("/staff/cohorts/{cohort_id}/extensions/{partnership_id}/move")
async def destinations(page: Lead, cohort_id: UUID, partnership_id: UUID) -> Response:
    return await _destinations(page, cohort_id, partnership_id, Form([]))


@routes.post("/staff/cohorts/{cohort_id}/extensions/{partnership_id}/move")
async def transfer_partnership(page: Lead, cohort_id: UUID, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/cohorts/{cohort_id}/partnerships/{partnership_id}/transfer"
    body = {"to_cohort_id": form.text("to_cohort_id")}
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _destinations(page, cohort_id, partnership_id, form)
    return page.go(
        f"/staff/cohorts/{cohort_id}/extensions",
        _("Moved. We tell the teachers and the staff of the new cohort."),
    )


async def _destinations(page: Page, cohort_id: UUID, partnership_id: UUID, form: Form) -> Response:
    path = f"/v1/cohorts/{cohort_id}"
    found, partnership, cohort = await asyncio.gather(
        page.api.partnering.get(f"{path}/partnerships/{partnership_id}/destinations"),
        page.api.partnering.get(f"/v1/partnerships/{partnership_id}"),
        page.api.course.get(path),
    )
    return page.render(
        "extensions/move.html",
        cohort=cohort,
        partnership_id=partnership_id,
        people=[one["name"] for one in partnership["members"] if one["present"]],
        options=[
            (one["cohort_id"], words.destination(one)) for one in found if not one["obstacle"]
        ],
        closed=[
            (one["title"], words.obstacle(one["obstacle"])) for one in found if one["obstacle"]
        ],
        form=form,
    )
