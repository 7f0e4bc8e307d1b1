"""`/staff/cohorts/{id}/rescues`: who was left alone, and a repair that one click applies."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router
from web.runs import words

routes = router()
Follower = Annotated[Page, allowed(Permission.HANDLE_RESCUES, "cohort_id")]


@routes.get("/staff/cohorts/{cohort_id}/rescues")
async def rescues(page: Follower, cohort_id: UUID) -> Response:
    return await _rescues(page, cohort_id, Form())


@routes.post("/staff/cohorts/{cohort_id}/rescues/{case_id}/apply")
async def apply_rescue(page: Follower, cohort_id: UUID, case_id: UUID) -> Response:
    return await _act(page, cohort_id, case_id, "apply", _("Done. Everybody concerned is told."))


@routes.post("/staff/cohorts/{cohort_id}/rescues/{case_id}/propose")
async def propose_rescue(page: Follower, cohort_id: UUID, case_id: UUID) -> Response:
    return await _act(page, cohort_id, case_id, "propose", _("Looked again."))


@routes.get("/staff/cohorts/{cohort_id}/rescues/{case_id}/part")
async def ask_to_part(page: Follower, cohort_id: UUID, case_id: UUID) -> Response:
    return await _ask_to_part(page, cohort_id, case_id, Form())


@routes.post("/staff/cohorts/{cohort_id}/rescues/{case_id}/part")
async def part_partners(page: Follower, cohort_id: UUID, case_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/rescues/{case_id}/part"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _ask_to_part(page, cohort_id, case_id, form)
    return page.go(
        f"/staff/cohorts/{cohort_id}/rescues", _("They are parted. We tell everybody concerned.")
    )


@routes.post("/staff/cohorts/{cohort_id}/rescues/{case_id}/close")
async def close_rescue(page: Follower, cohort_id: UUID, case_id: UUID) -> Response:
    return await _act(page, cohort_id, case_id, "close", _("Closed."))


@routes.post("/staff/cohorts/{cohort_id}/seats/{offer_id}/decide")
async def decide_seat(page: Follower, cohort_id: UUID, offer_id: UUID) -> Response:
    form = await page.form()
    body = {"agree": form.text("then") == "agree"}
    path = f"/v1/seat-offers/{offer_id}/decide"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _rescues(page, cohort_id, form)
    return page.go(
        f"/staff/cohorts/{cohort_id}/rescues", _("Decided. We tell everybody concerned.")
    )


async def _act(page: Page, cohort_id: UUID, case_id: UUID, what: str, message: str) -> Response:
    form = await page.form()
    body = {"note": form.text("note")} if what == "close" else None
    path = f"/v1/rescues/{case_id}/{what}"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        return await _rescues(page, cohort_id, form)
    return page.go(f"/staff/cohorts/{cohort_id}/rescues", message)


async def _ask_to_part(page: Page, cohort_id: UUID, case_id: UUID, form: Form) -> Response:
    return page.render(
        "rescues/part.html",
        cohort=await page.api.course.get(f"/v1/cohorts/{cohort_id}"),
        case=await page.api.partnering.get(f"/v1/rescues/{case_id}"),
        form=form,
    )


async def _rescues(page: Page, cohort_id: UUID, form: Form) -> Response:
    state = page.query("state") if page.query("state") in ("applied", "closed") else "open"
    found = await page.api.partnering.get(
        f"/v1/cohorts/{cohort_id}/rescues", state=state, cursor=page.query("cursor")
    )
    return page.render(
        "rescues/index.html",
        cohort=await page.api.course.get(f"/v1/cohorts/{cohort_id}"),
        seats=await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/seat-offers"),
        state=state,
        cases=[{**one, "why": _why(one["proposal"])} for one in found["items"]],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        form=form,
    )


def _why(proposal: Json) -> list[str]:
    if proposal is None:
        return []
    return [words.reason(one) for one in proposal["explanation"]["reasons"]]
