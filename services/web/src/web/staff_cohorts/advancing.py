"""Advancing a cohort: the dry run, the run that does exactly that, and taking it back."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.api import Json
from web.cohorts.words import phase_word
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router
from web.parts import part
from web.staff_cohorts.alone import still_alone
from web.staff_cohorts.words import held_word, message_word

routes = router()
Lead = Annotated[Page, allowed(Permission.LEAD_COHORT, "cohort_id")]


@routes.get("/staff/cohorts/{cohort_id}/advance")
async def advance(page: Lead, cohort_id: UUID) -> Response:
    return await _advance(page, cohort_id, Form([("to", page.query("to"))]))


async def _advance(page: Page, cohort_id: UUID, form: Form) -> Response:
    """The dry run of the chosen phase, with those whom staff hold back ticked."""
    overview = await page.api.course.get(f"/v1/cohorts/{cohort_id}/overview")
    phases = overview["next_phases"]
    to = form.text("to") if form.text("to") in phases else (phases[0] if phases else "")
    dry = await _dry_run(page, cohort_id, to, form.many("hold")) if to else None
    messages = await _messages(page, cohort_id, dry) if dry else []
    return page.render(
        "staff_cohorts/advance.html",
        overview=overview,
        cohort=overview["cohort"],
        phases=phases,
        to=to,
        dry=dry,
        messages=messages,
        alone=await still_alone(page, overview["cohort"]),
        form=form,
        here=f"/staff/cohorts/{cohort_id}/advance",
        phase_word=phase_word,
        held_word=held_word,
        message_word=message_word,
    )


async def _dry_run(page: Page, cohort_id: UUID, to: str, hold: list[str]) -> Json:
    body = {"to": to, "dry_run": True, "hold": hold}
    return await page.api.course.post(f"/v1/cohorts/{cohort_id}/advance", body)


async def _messages(page: Page, cohort_id: UUID, dry: Json) -> list[Json] | None:
    """What the run will send, as notifications counts it; None while that is not known."""
    held = [one["partnership_id"] for one in dry["held"]]
    path = f"/v1/cohorts/{cohort_id}/recipients"
    about = {"phase": dry["to_phase"], "from_phase": dry["from_phase"], "held": held}
    asked = [
        page.api.notifications.post(
            path,
            {**about, "event": one["event"], "person_ids": one["person_ids"]},
        )
        for one in dry["notices"]
    ]
    answers = await asyncio.gather(*(part(one, None, set()) for one in asked))
    if any(answer is None for answer in answers):
        return None
    return [
        {**message, "on": notice["on"]}
        for notice, answer in zip(dry["notices"], answers, strict=True)
        for message in answer["messages"]
        if message["recipients"]
    ]


@routes.post("/staff/cohorts/{cohort_id}/advance")
async def do_advance(page: Lead, cohort_id: UUID) -> Response:
    """Show the dry run again with other holds, or carry out exactly what was shown."""
    form = await page.form()
    if form.text("then") != "do":
        return await _advance(page, cohort_id, form)
    body = {
        "to": form.text("to"),
        "dry_run": False,
        "hold": form.many("hold"),
        "seen": form.text("seen"),
    }
    path = f"/v1/cohorts/{cohort_id}/advance"
    if await page.try_to(form, page.api.course.post(path, body)) is None:
        return await _advance(page, cohort_id, form)
    return page.go(
        f"/staff/cohorts/{cohort_id}",
        _("Advanced. You can take it back for 24 hours."),
        undo=f"/staff/cohorts/{cohort_id}/advance/undo",
    )


@routes.post("/staff/cohorts/{cohort_id}/advance/undo")
async def undo_advance(page: Lead, cohort_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/cohorts/{cohort_id}/advance/undo"
    address = f"/staff/cohorts/{cohort_id}"
    if await page.try_to(form, page.api.course.post(path)) is None:
        return page.go(address, form.problem, tone="bad")
    return page.go(address, _("Taken back: everybody is where they were."), tone="info")
