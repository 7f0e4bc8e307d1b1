"""`/staff/calendars` and `/staff/cohorts/{id}/start-dates`: holidays, and what they mean for a start."""

import re
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Response

from shared.identity.permissions import Permission
from web.forms import Form
from web.i18n import N_, _, gettext
from web.pages import Page, allowed, router
from web.parts import part
from web.school_calendars.entering import ROWS, holidays_of, marked
from web.vocabulary import country_options

routes = router()
Keeper = Annotated[Page, allowed(Permission.MANAGE_SCHOOL_CALENDARS)]
Advised = Annotated[Page, allowed(Permission.SEE_START_DATES, "cohort_id")]
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
    form = await page.form(file="content")
    if not form.text("content") and not form.errors:
        form.refuse("content_file", _("Choose a file, or paste its lines."))
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


@routes.get("/staff/calendars/region")
async def region(page: Keeper) -> Response:
    """One region's terms as a form: what is known so far, and empty rows."""
    country, name = page.query("country").upper(), page.query("region")[:60]
    known = None
    if re.fullmatch(r"[A-Z]{2}", country):
        path = f"/v1/calendars/{country}"
        known = await part(page.api.partnering.get(path, region=name), None, set())
    return _region(page, Form.of(known or {}, country=country, region=name))


@routes.post("/staff/calendars/region")
async def save_region(page: Keeper) -> Response:
    form = await page.form()
    country = form.text("country").upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        form.refuse("country", _("Choose a country."))
    holidays, rows = holidays_of(form)
    body = {
        "known_from": form.text("known_from"),
        "known_until": form.text("known_until"),
        "example": form.flag("example"),
        "holidays": holidays,
    }
    name = form.text("region")
    path = f"/v1/calendars/{country}" + (f"?region={quote(name)}" if name else "")
    if await page.try_to(form, page.api.partnering.put(path, body)) is None:
        return _region(page, marked(form, rows))
    return page.go("/staff/calendars", _("Saved. It counts for everybody of this region."))


@routes.post("/staff/calendars/proposals/{proposal_id}/{decision}")
async def decide_proposal(page: Keeper, proposal_id: UUID, decision: str) -> Response:
    form = await page.form()
    what = "accept" if decision == "accept" else "refuse"
    path = f"/v1/calendar-proposals/{proposal_id}/{what}"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _calendars(page, Form([("format", "csv")]), decided=form)
    return page.go(
        "/staff/calendars",
        _("Confirmed: it counts for everybody of this region.")
        if what == "accept"
        else _("Refused. The calendar stays as it was."),
    )


@routes.get("/staff/cohorts/{cohort_id}/start-dates")
async def start_dates(page: Advised, cohort_id: UUID) -> Response:
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    found = await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/start-dates")
    return page.render("school_calendars/start_dates.html", cohort=cohort, found=found)


def _region(page: Page, form: Form) -> Response:
    return page.render(
        "school_calendars/region.html", form=form, countries=country_options(), rows=range(ROWS)
    )


async def _calendars(
    page: Page, form: Form, report: dict[str, Any] | None = None, decided: Form | None = None
) -> Response:
    """The list. `decided` is what went wrong with a teacher's proposal."""
    return page.render(
        "school_calendars/index.html",
        status=decided.status if decided else form.status,
        form=form,
        decided=decided,
        report=report,
        calendars=await page.api.partnering.get("/v1/calendars"),
        proposals=await page.api.partnering.get("/v1/calendar-proposals"),
        countries=country_options(),
        formats=[(code, gettext(words)) for code, words in FORMATS.items()],
    )
