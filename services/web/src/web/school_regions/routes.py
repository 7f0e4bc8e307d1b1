"""`/staff/calendars/region`: one region, one school year at a time."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Response

from web.forms import Form
from web.i18n import _
from web.pages import Page, router
from web.preferences.places import countries
from web.school_calendars.entering import (
    EMPTY_ROWS,
    MOST_SHOWN,
    changes_of,
    fields_of,
    marked,
    rows_of,
)
from web.school_calendars.keeper import Keeper
from web.school_calendars.newer import meet_newer

routes = router()
ADDRESS = "/staff/calendars/region"


@routes.get(ADDRESS)
async def region(page: Keeper) -> Response:
    """The holidays of a school year with some empty rows; without a country, the choice of one."""
    return await _region(page, page.query("country"), page.query("region"), page.query("year"))


@routes.post(ADDRESS)
async def save_region(page: Keeper) -> Response:
    """Send the differences alone: what the page did not show cannot be lost."""
    form = await page.form()
    country, name, year = form.text("country"), form.text("region"), form.text("year")
    changes, rows = changes_of(form)
    example = form.flag("example")
    # An unchanged mark is not sent, so that it cannot overwrite what somebody else says meanwhile.
    marked_now = None if example == form.flag("was_example") else example
    body = {"changes": changes, "example": marked_now}
    path = _path(country, name)
    if not path or await page.try_to(form, page.api.partnering.patch(path, body)) is None:
        return await _region(page, country, name, year, marked(form, rows))
    return page.go(
        _address(country, name, year), _("Saved. It holds for everybody of this region.")
    )


@routes.post(f"{ADDRESS}/year")
async def declare_year(page: Keeper) -> Response:
    """Say that every holiday of a school year is entered, or take that back."""
    form = await page.form()
    country, name, year = form.text("country"), form.text("region"), form.text("year")
    path = _path(country, name, f"/years/{quote(year)}")
    body = {"complete": form.flag("complete")}
    if not path or await page.try_to(form, page.api.partnering.put(path, body)) is None:
        return await _region(page, country, name, year, problem=form)
    return page.go(_address(country, name, year), _("Saved."))


@routes.post(f"{ADDRESS}/rename")
async def rename_region(page: Keeper) -> Response:
    form = await page.form()
    country, name = form.text("country"), form.text("region")
    new = form.text("new_name")
    body = {"region": new, "merge": form.flag("merge")}
    path = _path(country, name, "/rename")
    if not path or await page.try_to(form, page.api.partnering.post(path, body)) is None:
        if message := form.errors.pop("region", ""):
            form.errors["new_name"] = message
        return await _region(page, country, name, "", renaming=form)
    return page.go(_address(country, new), _("Renamed, also for the schools of this region."))


@routes.post(f"{ADDRESS}/delete")
async def delete_region(page: Keeper) -> Response:
    form = await page.form()
    country, name = form.text("country"), form.text("region")
    path = _path(country, name)
    if not path or await page.try_to(form, page.api.partnering.delete(path)) is None:
        return await _region(page, country, name, "", problem=form)
    return page.go(
        _address(country, name), _("Deleted. You can undo this under “What was changed”.")
    )


def _path(country: str, name: str, more: str = "") -> str:
    """The service's address of a calendar; "" when the country is none."""
    if not re.fullmatch(r"[A-Za-z]{2}", country):
        return ""
    return f"/v1/calendars/{country.upper()}{more}" + (f"?region={quote(name)}" if name else "")


def _address(country: str, name: str, year: str = "") -> str:
    values = {"country": country.upper(), "region": name, "year": year}
    return f"{ADDRESS}?{urlencode({key: value for key, value in values.items() if value})}"


async def _region(
    page: Page,
    country: str,
    name: str,
    year: str,
    form: Form | None = None,
    *,
    renaming: Form | None = None,
    problem: Form | None = None,
) -> Response:
    path = _path(country, name[:60])
    if not path:
        return page.render("school_regions/choose.html", form=form or Form(), countries=countries())
    known = await page.api.partnering.get(path)
    chosen = _chosen(known["years"], year, known["holidays"])
    own, more = _of_year(known["holidays"], chosen)
    if form is None:
        fields = fields_of(own, _empty(page))
        marks = [("example", "yes"), ("was_example", "yes")] if known["example"] else []
        form = Form([*fields, *marks])
    else:
        meet_newer(form, known["holidays"])
    return page.render(
        "school_regions/index.html",
        status=(problem or renaming or form).status,
        form=form,
        problem=problem,
        renaming=renaming or Form([("new_name", name)]),
        known=known,
        year=chosen,
        years=[(_address(country, name, str(one["year"])), one["label"]) for one in known["years"]],
        here=_address(country, name, str(chosen["year"])),
        inherited=_of_year(known["inherited"], chosen)[0],
        rows=range(rows_of(form)),
        hidden_rows=more,
        versions=await page.api.partnering.get(_path(country, name, "/versions")),
        regions=await page.api.partnering.get(f"/v1/countries/{country.upper()}/regions"),
    )


def _empty(page: Page) -> int:
    wanted = page.query("empty")
    return min(int(wanted), 40) if wanted.isdecimal() and len(wanted) < 3 else EMPTY_ROWS


def _chosen(
    years: list[dict[str, Any]], year: str, holidays: list[dict[str, Any]]
) -> dict[str, Any]:
    """The year that was asked for, else the running one; where only others have holidays, the
    next of those, else the last."""
    found = [one for one in years if str(one["year"]) == year]
    if found:
        return found[0]
    running = next(one for one in years if one["running"])
    filled = [one for one in years if _of_year(holidays, one)[0]]
    ahead = [one for one in filled if one["starts_on"] >= running["starts_on"]]
    return (ahead or filled[-1:] or [running])[0]


def _of_year(
    holidays: list[dict[str, Any]], year: dict[str, Any]
) -> tuple[list[dict[str, Any]], int]:
    """Those that touch a school year, and how many of them are too many for a form."""
    found = [
        one
        for one in holidays
        if one["starts_on"] <= year["ends_on"] and year["starts_on"] <= one["ends_on"]
    ]
    return found[:MOST_SHOWN], max(0, len(found) - MOST_SHOWN)
