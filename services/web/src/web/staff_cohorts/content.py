"""The course content of a cohort: staff change the texts of this copy, in each language."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.forms import Form
from web.i18n import _
from web.i18n.formats import language
from web.pages import Page, allowed, router

routes = router()

Carer = Annotated[Page, allowed(Permission.EDIT_CONTENT, "cohort_id")]
LANGUAGES = ("en", "tr")


@routes.get("/staff/cohorts/{cohort_id}/content")
async def content(page: Carer, cohort_id: UUID) -> Response:
    weeks = await page.api.course.get(f"/v1/cohorts/{cohort_id}/weeks", language="en")
    found = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    return page.render("staff_cohorts/content.html", cohort=found, weeks=weeks)


@routes.get("/staff/cohorts/{cohort_id}/content/{step_id}")
async def step(page: Carer, cohort_id: UUID, step_id: UUID) -> Response:
    return await _step(page, cohort_id, step_id, None, page.query("language"))


async def _step(
    page: Page, cohort_id: UUID, step_id: UUID, form: Form | None, wanted: str, version: str = ""
) -> Response:
    chosen = wanted if wanted in LANGUAGES else "en"
    answer = await page.api.course.fetch(f"/v1/steps/{step_id}", language=chosen)
    found = answer.body
    if form is not None and form.status == 412:
        form.meets(Form.of(found))
    return page.render(
        "staff_cohorts/step.html",
        step=found,
        cohort_id=cohort_id,
        chosen=chosen,
        offered=[(code, language(code)) for code in LANGUAGES],
        form=form or Form.of(found),
        version=version or answer.version,
    )


@routes.post("/staff/cohorts/{cohort_id}/content/{step_id}")
async def save_step(page: Carer, cohort_id: UUID, step_id: UUID) -> Response:
    """Change a step; what somebody else changed meanwhile is never overwritten unseen."""
    form = await page.form()
    chosen = form.text("language")
    body: dict[str, Any] = {name: form.text(name) for name in ("language", "title", "body", "kind")}
    body["minutes"] = form.number("minutes")
    version = form.text("version")
    call = page.api.course.patch(f"/v1/steps/{step_id}", body, version=version)
    if await page.try_to(form, call) is None:
        stale = form.status == 412
        return await _step(page, cohort_id, step_id, form, chosen, "" if stale else version)
    return page.go(
        f"/staff/cohorts/{cohort_id}/content", _("Saved. Other cohorts keep their own text.")
    )
