"""`/staff/calendars` and `/staff/cohorts/{id}/start-dates`: holidays, and what they mean for a start."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.i18n.collation import place_of
from web.i18n.formats import country
from web.pages import router
from web.preferences.places import countries, zones
from web.school_calendars.keeper import Advised, Keeper
from web.school_calendars.reasons import reason

routes = router()
MOST_BYTES = 700_000


@routes.get("/staff/calendars")
async def calendars(page: Keeper) -> Response:
    return await _calendars(page, Form())


@routes.post("/staff/calendars/import")
async def import_calendar(page: Keeper) -> Response:
    form = await page.form(file="content")
    content = form.files.get("content", b"")
    kept = _kept(form)
    if len(content) > MOST_BYTES:
        form.refuse("content_file", _("This file is larger than 700 kB. Split it."))
    elif not content and not kept and not form.text("content"):
        form.refuse("content_file", _("Choose a file, or paste its lines."))
    order = form.text("day_first")
    file = kept or b64encode(content).decode()
    body = {
        "content": "" if content or kept else form.text("content"),
        "file": file,
        "encoding": form.optional("encoding") if kept else None,
        "country": form.optional("country"),
        "region": form.text("region"),
        "zone": form.optional("zone"),
        "day_first": {"yes": True, "no": False}.get(order),
        "complete": form.many("complete"),
        "example": form.flag("example"),
    }
    report = await page.try_to(form, page.api.partnering.post("/v1/calendars/import", body))
    if report is None:
        if message := form.errors.pop("file", ""):
            form.refuse("content_file", message)
        return await _calendars(page, form)
    form.values["kept"] = [file] if report["spellings"] else [""]
    if (
        report["question"]
        or report["spellings"]
        or report["refused"]
        or not (report["holidays"] or report["names"])
    ):
        if report["text"]:
            form.values["content"] = [report["text"]]
        return await _calendars(page, form, report)
    undo = f"/staff/calendars/changes/{report['change_id']}/undo" if report["change_id"] else ""
    return page.go("/staff/calendars", _summary(report), undo=undo)


@routes.post("/staff/calendars/changes/{change_id}/undo")
async def undo_change(page: Keeper, change_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/calendar-changes/{change_id}/undo"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _calendars(page, Form(), decided=form)
    return page.go(form.text("next") or "/staff/calendars", _("The change is undone."))


@routes.post("/staff/calendars/proposals/{proposal_id}/{decision}")
async def decide_proposal(page: Keeper, proposal_id: UUID, decision: str) -> Response:
    form = await page.form()
    what = "accept" if decision == "accept" else "refuse"
    path = f"/v1/calendar-proposals/{proposal_id}/{what}"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await _calendars(page, Form(), decided=form)
    return page.go(
        "/staff/calendars",
        _("Confirmed. The changes are in the calendar of this region.")
        if what == "accept"
        else _("Refused. The calendar stays as it was."),
    )


@routes.get("/staff/cohorts/{cohort_id}/start-dates")
async def start_dates(page: Advised, cohort_id: UUID) -> Response:
    cohort = await page.api.course.get(f"/v1/cohorts/{cohort_id}")
    found = await page.api.partnering.get(f"/v1/cohorts/{cohort_id}/start-dates")
    return page.render("school_calendars/start_dates.html", cohort=cohort, found=found)


def _kept(form: Form) -> str:
    """The file about whose letters the person was asked, unless they sent other holidays instead."""
    instead = form.files.get("content") or (form.text("content") and not form.text("encoding"))
    return "" if instead else form.text("kept")


def _summary(report: dict[str, Any]) -> str:
    """What the file has changed, in one line."""
    if report["names"] and not report["holidays"]:
        return _("Names of regions learned: %(count)s.", count=report["names"])
    return _(
        "Holidays added: %(added)s, changed: %(changed)s, removed: %(removed)s.",
        added=report["added"],
        changed=report["changed"],
        removed=report["removed"],
    )


async def _calendars(
    page: Keeper, form: Form, report: dict[str, Any] | None = None, decided: Form | None = None
) -> Response:
    """The list. `decided` is what went wrong with a proposal or with undoing."""
    return page.render(
        "school_calendars/index.html",
        status=decided.status if decided else form.status,
        form=form,
        decided=decided,
        report=report,
        summary=_summary(report) if report else "",
        reasons=[(row["line"], row["name"], reason(row)) for row in report["refused"][:50]]
        if report
        else [],
        calendars=sorted(
            await page.api.partnering.get("/v1/calendars"),
            key=lambda one: (place_of(country(one["country"])), place_of(one["region"] or "")),
        ),
        proposals=await page.api.partnering.get("/v1/calendar-proposals"),
        countries=countries(),
        zones=zones(),
    )
