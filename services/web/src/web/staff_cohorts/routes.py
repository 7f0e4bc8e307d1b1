"""Cohorts for staff: the list, a new one from a template, the overview, the health board."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from shared import clock
from shared.identity.permissions import Permission
from web.api import Json
from web.cohorts.words import phase_word
from web.forms import Form
from web.i18n import _
from web.pages import Page, Staff, allowed, router
from web.staff_cohorts.advancing import routes as advancing
from web.staff_cohorts.alone import still_alone
from web.staff_cohorts.content import routes as content
from web.staff_cohorts.words import action_word, colour_word, fact_sentence, template_words
from web.vocabulary import known, language_options

routes = router()
routes.include_router(advancing)
routes.include_router(content)

Creator = Annotated[Page, allowed(Permission.CREATE_COHORTS)]
Lead = Annotated[Page, allowed(Permission.LEAD_COHORT, "cohort_id")]
Reader = Annotated[Page, allowed(Permission.READ_COHORT, "cohort_id")]
CohortStaff = Annotated[Page, allowed(Permission.SEE_CONTROL_ROOM, "cohort_id")]
ORDER = ("partnering", "course", "project", "draft", "closed")
DATES = ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")


@routes.get("/staff/cohorts")
async def cohorts(page: Staff) -> Response:
    found = await page.api.course.get("/v1/cohorts", limit=200)
    mine = [one for one in found["items"] if page.me.may(Permission.SEE_CONTROL_ROOM, one["id"])]
    listed = sorted(mine, key=lambda one: (ORDER.index(one["phase"]), one["course_starts_on"]))
    return page.render("staff_cohorts/index.html", cohorts=listed, phase_word=phase_word)


@routes.get("/staff/cohorts/new")
async def new_cohort(page: Creator) -> Response:
    return await _new(page, None)


async def _new(page: Page, form: Form | None) -> Response:
    """Choose a template, and its day counts suggest the dates; everything may be changed."""
    templates = await page.api.course.get("/v1/templates")
    chosen = next((one for one in templates if one["key"] == page.query("template")), None)
    if form is None:
        form = Form.of(_suggested(chosen)) if chosen else Form()
    return page.render(
        "staff_cohorts/new.html",
        templates=[template_words(one) for one in templates],
        chosen=form.text("template") or (chosen["key"] if chosen else ""),
        form=form,
        languages_offered=language_options(),
    )


def _suggested(template: Json) -> dict[str, Any]:
    """Dates counted from next Monday by the template's days."""
    today = clock.today()
    first = today + timedelta(days=7 - today.weekday())
    course = first + timedelta(days=template["partnering_days"])
    project = course + timedelta(days=template["course_days"])
    return {
        "template": template["key"],
        "languages": ["en"],
        "seats": 120,
        "partnering_starts_on": first,
        "course_starts_on": course,
        "project_starts_on": project,
        "closes_on": project + timedelta(days=template["project_days"]),
    }


@routes.post("/staff/cohorts/new")
async def create_cohort(page: Creator) -> Response:
    form = await page.form()
    body: dict[str, Any] = {
        name: form.text(name) for name in ("template", "title", "slug", "description")
    }
    body["languages"] = form.many("languages")
    body["seats"] = form.number("seats")
    body.update({name: _date(form, name) for name in DATES})
    made = await page.try_to(form, page.api.course.post("/v1/cohorts", body))
    if made is None:
        return await _new(page, form)
    return page.go(
        f"/staff/cohorts/{made['id']}", _("The cohort is a draft: open it when it is right.")
    )


def _date(form: Form, name: str) -> str:
    try:
        return date.fromisoformat(form.text(name)).isoformat()
    except ValueError:
        form.refuse(name, _("Choose a date."))
        return ""


@routes.get("/staff/cohorts/{cohort_id}")
async def cohort(page: CohortStaff, cohort_id: UUID) -> Response:
    """Where the cohort stands and where its pages are."""
    if not page.me.may(Permission.READ_COHORT, cohort_id):
        found = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
        return page.render(
            "staff_cohorts/brief.html", cohort=found, phase=phase_word(found["phase"])
        )
    overview = await page.api.course.get(f"/v1/cohorts/{cohort_id}/overview")
    return page.render(
        "staff_cohorts/show.html",
        overview=overview,
        cohort=overview["cohort"],
        phase=phase_word(overview["cohort"]["phase"]),
        phase_word=phase_word,
        alone=await still_alone(page, overview["cohort"]),
        may_lead=page.me.may(Permission.LEAD_COHORT, cohort_id),
    )


@routes.get("/staff/cohorts/{cohort_id}/edit")
async def edit_cohort(page: Lead, cohort_id: UUID) -> Response:
    return await _edit(page, cohort_id, None)


async def _edit(page: Page, cohort_id: UUID, form: Form | None, version: str = "") -> Response:
    answer = await page.api.course.fetch(f"/v1/cohorts/{cohort_id}")
    if form is not None and form.status == 412:
        form.meets(Form.of(answer.body))
    return page.render(
        "staff_cohorts/edit.html",
        cohort=answer.body,
        form=form or Form.of(answer.body),
        version=version or answer.version,
        languages_offered=language_options(),
    )


@routes.post("/staff/cohorts/{cohort_id}/edit")
async def save_cohort(page: Lead, cohort_id: UUID) -> Response:
    """Change a cohort; what somebody else changed meanwhile is never overwritten unseen."""
    form = await page.form()
    body: dict[str, Any] = {name: form.text(name) for name in ("title", "description")}
    body["languages"] = form.many("languages")
    body["seats"] = form.number("seats")
    body.update({name: _date(form, name) for name in DATES})
    path, version = f"/v1/cohorts/{cohort_id}", form.text("version")
    call = page.api.course.patch(path, body, version=version)
    if await page.try_to(form, call) is None:
        stale = form.status == 412
        return await _edit(page, cohort_id, form, "" if stale else version)
    return page.go(f"/staff/cohorts/{cohort_id}", _("Saved."))


@routes.get("/staff/cohorts/{cohort_id}/health")
async def health(page: Reader, cohort_id: UUID) -> Response:
    """The health board, red first."""
    colour, cursor = page.query("colour"), page.query("cursor")
    board = await page.api.course.get(
        f"/v1/cohorts/{cohort_id}/health", colour=colour or None, cursor=cursor or None
    )
    found = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    return page.render(
        "staff_cohorts/health.html",
        cohort=found,
        board=board,
        rows=[_row(one) for one in board["items"]],
        colour=colour,
        cursor=cursor,
        colour_word=colour_word,
    )


def _row(one: Json) -> dict[str, Any]:
    names = {member["person_id"]: member["name"] for member in one["members"]}
    return {
        **one,
        "names": [known(name) for name in names.values()],
        "countries": [member["country"] for member in one["members"]],
        "word": colour_word(one["colour"]),
        "action": action_word(one["suggested_action"]),
        "sentences": [fact_sentence(fact, names) for fact in one["facts"]],
    }
