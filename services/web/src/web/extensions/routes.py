"""Going on after the close: `/partnerships/{id}/extension` and `/staff/cohorts/{id}/extensions`."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json
from web.extensions import words
from web.extensions.moving import routes as moving
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, allowed, router
from web.parts import part

routes = router()
routes.include_router(moving)
Lead = Annotated[Page, allowed(Permission.LEAD_COHORT, "cohort_id")]


@routes.get("/partnerships/{partnership_id}/extension")
async def extension(page: SignedIn, partnership_id: UUID) -> Response:
    return await _extension(page, partnership_id, Form([("way", "extend")]))


@routes.post("/partnerships/{partnership_id}/extension")
async def ask_for_extension(page: SignedIn, partnership_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/partnerships/{partnership_id}/extension"
    if await page.try_to(form, page.api.course.post(path, _wish(form))) is None:
        return await _extension(page, partnership_id, form)
    return page.go(
        f"/partnerships/{partnership_id}/extension",
        _("Sent. Course staff answer, and your partner can see it."),
    )


async def _extension(page: Page, partnership_id: UUID, form: Form) -> Response:
    path = f"/v1/partnerships/{partnership_id}"
    item, found, projects = await asyncio.gather(
        page.api.partnering.get(path),
        page.api.course.get(f"{path}/extension"),
        part(page.api.projects.get("/v1/me/projects"), [], set()),
    )
    here = str(partnership_id)
    project = next((one for one in projects if one["partnership_id"] == here), None)
    missing = [*found["open"], *(words.open_in_project(project) if found["held"] else [])]
    return page.render(
        "extensions/mine.html",
        item=item,
        found=found,
        missing=words.open_words(missing),
        request=found["request"],
        request_word=words.request_word,
        options=words.asking_options(alone=found["may_finish_alone"]),
        form=form,
    )


@routes.get("/staff/cohorts/{cohort_id}/extensions")
async def extensions(page: Lead, cohort_id: UUID) -> Response:
    return await _extensions(page, cohort_id, None, "")


@routes.post("/staff/cohorts/{cohort_id}/extensions/{partnership_id}")
async def decide_extension(page: Lead, cohort_id: UUID, partnership_id: UUID) -> Response:
    """Name the last day, let somebody finish alone, end it now, or decline what was asked."""
    form = await page.form()
    path = f"/v1/cohorts/{cohort_id}/extensions/{partnership_id}"
    if form.text("then") == "decline":
        call = page.api.course.post(f"{path}/decline")
    else:
        call = page.api.course.post(path, _decision(form))
    if await page.try_to(form, call) is None:
        return await _extensions(page, cohort_id, form, str(partnership_id))
    return page.go(
        f"/staff/cohorts/{cohort_id}/extensions", _("Decided. We tell everybody concerned.")
    )


async def _extensions(page: Page, cohort_id: UUID, form: Form | None, failed: str) -> Response:
    found, cohort = await asyncio.gather(
        page.api.course.get(
            f"/v1/cohorts/{cohort_id}/extensions", cursor=page.query("cursor") or None
        ),
        page.api.course.get(f"/v1/cohorts/{cohort_id}"),
    )
    return page.render(
        "extensions/staff.html",
        cohort=cohort,
        rows=[
            _row(one, form if form is not None and one["partnership_id"] == failed else None)
            for one in found["items"]
        ],
        next_cursor=found["next_cursor"],
        cursor=page.query("cursor"),
        failed=form,
        request_word=words.request_word,
    )


def _row(one: Json, form: Form | None) -> dict[str, Any]:
    """One held partnership with a form that suggests what its members ask for."""
    asked = one["request"] or {}
    kept = "alone" if one["alone"] else "extend"
    way = kept if asked.get("way") in (None, "move") else asked["way"]
    until = asked.get("until") or one["until"] or ""
    return {
        **one,
        "form": form or Form([("way", way), ("until", str(until))]),
        "options": words.deciding_options(alone=one["members"] == 1),
        "missing": words.open_words(one["open"]),
    }


def _decision(form: Form) -> dict[str, Any]:
    until = form.optional("until") if form.text("way") not in ("finish", "move") else None
    return {"way": form.text("way"), "until": until}


def _wish(form: Form) -> dict[str, Any]:
    return {**_decision(form), "reason": form.text("reason")}
