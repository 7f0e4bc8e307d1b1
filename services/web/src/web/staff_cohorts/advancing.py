"""Advancing a cohort: the dry run, the run that does exactly that, and taking it back."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Response

from shared import clock
from shared.identity.permissions import Permission
from web.api import Json
from web.cohorts.words import phase_word
from web.extensions.words import holding_options
from web.forms import Form
from web.i18n import _
from web.pages import Page, allowed, router
from web.parts import part
from web.staff_cohorts.alone import still_alone
from web.staff_cohorts.words import held_word, message_word

routes = router()
MOST_HELD = 1_500
"""As many as course lets stay behind at one advance."""
GRANTED = "course.partnership.extension-granted.v1"
Lead = Annotated[Page, allowed(Permission.LEAD_COHORT, "cohort_id")]


@routes.get("/staff/cohorts/{cohort_id}/advance")
async def advance(page: Lead, cohort_id: UUID) -> Response:
    return await _advance(page, cohort_id, Form([("to", page.query("to"))]))


async def _advance(page: Page, cohort_id: UUID, form: Form) -> Response:
    """The dry run of the chosen phase, with those whom staff hold back ticked."""
    overview = await page.api.course.get(f"/v1/cohorts/{cohort_id}/overview")
    phases = overview["next_phases"]
    to = form.text("to") if form.text("to") in phases else (phases[0] if phases else "")
    dry = await _dry_run(page, cohort_id, to, form) if to else None
    if dry and to == overview["cohort"]["phase"] == "closed" and not form.sent:
        dry = await _keep_last_days(page, cohort_id, form) or dry
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
        holding_options=holding_options,
    )


async def _dry_run(page: Page, cohort_id: UUID, to: str, form: Form) -> Json:
    """What would happen. Where a way on is wrong, its row says so and the others are as chosen."""
    ways = _ways(form, to)
    body = {"to": to, "dry_run": True, "hold": form.many("hold"), "ways": ways}
    path = f"/v1/cohorts/{cohort_id}/advance"
    dry = await page.try_to(form, page.api.course.post(path, body))
    _mark_rows(form, ways)
    return dry or await page.api.course.post(path, {**body, "ways": []})


async def _keep_last_days(page: Page, cohort_id: UUID, form: Form) -> Json | None:
    """Nobody loses a day that was promised by a click: whoever has one is held back at first."""
    found = await page.api.course.get(f"/v1/cohorts/{cohort_id}/extensions", limit=200)
    while found["next_cursor"] and len(found["items"]) < MOST_HELD:
        more = await page.api.course.get(
            f"/v1/cohorts/{cohort_id}/extensions", limit=200, cursor=found["next_cursor"]
        )
        found = {**more, "items": [*found["items"], *more["items"]]}
    dated = [one["partnership_id"] for one in found["items"] if one["until"]]
    if not dated:
        return None
    form.values["hold"] = dated
    return await _dry_run(page, cohort_id, "closed", form)


def _mark_rows(form: Form, ways: list[dict[str, str]]) -> None:
    """What is wrong with a way on stands in its row."""
    for place, one in enumerate(ways):
        for name in ("way", "until"):
            if wrong := form.errors.pop(f"ways.{place}.{name}", ""):
                form.errors[f"{name}-{one['partnership_id']}"] = wrong


def _ways(form: Form, to: str) -> list[dict[str, str]]:
    """How those go on whom staff hold back at the close, as chosen in their rows."""
    if to != "closed":
        return []
    return [
        {
            "partnership_id": one,
            "way": form.text(f"way-{one}") or "extend",
            "until": form.text(f"until-{one}"),
        }
        for one in form.many("hold")
        if form.text(f"until-{one}")
    ]


async def _messages(page: Page, cohort_id: UUID, dry: Json) -> list[Json] | None:
    """What the run will send, as notifications counts it; None while that is not known."""
    held = [one["partnership_id"] for one in dry["held"]]
    notices = await _notices(page, cohort_id, dry, held)
    if notices is None:
        return None
    path = f"/v1/cohorts/{cohort_id}/recipients"
    about = {"phase": dry["to_phase"], "from_phase": dry["from_phase"], "held": held}
    about["tells_held"] = dry["to_phase"] != "closed"
    asked = [
        {
            **about,
            "way": "extend" if notice["event"] == GRANTED else None,
            **{name: value for name, value in notice.items() if name != "on"},
        }
        for notice in notices
    ]
    calls = (page.api.notifications.post(path, body) for body in asked)
    answers = await asyncio.gather(*(part(one, None, set()) for one in calls))
    if any(answer is None for answer in answers):
        return None
    return [
        {**message, "on": notice["on"]}
        for notice, answer in zip(notices, answers, strict=True)
        for message in answer["messages"]
        if message["recipients"]
    ]


async def _notices(page: Page, cohort_id: UUID, dry: Json, held: list[str]) -> list[Json] | None:
    """What each service will announce: the course says so with the preview, the others follow the
    cohort at once."""
    path, body = f"/v1/cohorts/{cohort_id}/advance-notices", {"to": dry["to_phase"], "held": held}
    answers = await asyncio.gather(
        part(page.api.partnering.post(path, body), None, set()),
        part(page.api.projects.post(path, body), None, set()),
    )
    if any(answer is None for answer in answers):
        return None
    today = clock.today().isoformat()
    followed = [{**one, "on": today} for answer in answers for one in answer["notices"]]
    return [*dry["notices"], *followed]


@routes.post("/staff/cohorts/{cohort_id}/advance")
async def do_advance(page: Lead, cohort_id: UUID) -> Response:
    """Show the dry run again with other holds, or carry out exactly what was shown."""
    form = await page.form()
    if form.text("then") != "do":
        return await _advance(page, cohort_id, form)
    ways = _ways(form, form.text("to"))
    body = {
        "to": form.text("to"),
        "dry_run": False,
        "hold": form.many("hold"),
        "ways": ways,
        "seen": form.text("seen"),
    }
    path = f"/v1/cohorts/{cohort_id}/advance"
    if await page.try_to(form, page.api.course.post(path, body)) is None:
        _mark_rows(form, ways)
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
