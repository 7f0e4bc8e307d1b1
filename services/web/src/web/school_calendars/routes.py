"""`/staff/calendars` and `/staff/cohorts/{id}/start-dates`: holidays, and what they mean for a start."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, Staff, roles, router
from web.vocabulary import country_options

routes = router()
Keeper = Annotated[Page, Depends(roles("programme_lead", "tutor"))]
FORMATS = {
    "csv": N_("A table: starts_on, ends_on, and if you like name, country, region"),
    "openholidays": N_("The OpenHolidays table"),
    "ics": N_("A calendar file (iCalendar)"),
}


@routes.get("/staff/calendars")
async def calendars(page: Keeper) -> Response:
    return await _calendars(page, Form([("format", "csv")]))


@routes.post("/staff/calendars/import")
async def import_calendar(page: Keeper) -> Response:
    form = await page.form()
    body = {
        "format": form.text("format") or "csv",
        "content": form.text("content"),
        "country": form.optional("country"),
        "region": form.text("region"),
        "example": form.flag("example"),
    }
    report = await page.try_to(form, page.api.partnering.post("/v1/calendars/import", body))
    if report is None:
        return await _calendars(page, form)
    if report["refused"] or not report["holidays"]:
        return await _calendars(page, form, report)
    return page.go(
        "/staff/calendars", _("%(count)s holidays are entered.", count=report["holidays"])
    )


@routes.get("/staff/cohorts/{cohort_id}/start-dates")
async def start_dates(page: Staff, cohort_id: UUID) -> Response:
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    found = await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/start-dates")
    return page.render("school_calendars/start_dates.html", cohort=cohort, found=found)


async def _calendars(page: Page, form: Form, report: dict[str, Any] | None = None) -> Response:
    return page.render(
        "school_calendars/index.html",
        form=form,
        report=report,
        calendars=await page.api.partnering.get("/v1/calendars"),
        countries=country_options(),
        formats=[(code, gettext(words)) for code, words in FORMATS.items()],
    )
