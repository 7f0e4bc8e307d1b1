"""`/classes/{id}/holidays`: a teacher enters the holidays of their region, and staff confirm them."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import Response

from shared import clock
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.parts import part
from web.school_calendars.entering import ROWS, holidays_of, marked

routes = router()


@routes.get("/classes/{class_id}/holidays")
async def enter_holidays(page: SignedIn, class_id: UUID) -> Response:
    return await _holidays(page, class_id, Form.of(_school_year(clock.today())))


@routes.post("/classes/{class_id}/holidays")
async def propose_holidays(page: SignedIn, class_id: UUID) -> Response:
    form = await page.form()
    found = await page.api.partnering.get(f"/v1/me/classes/{class_id}")
    holidays, rows = holidays_of(form)
    if not holidays:
        form.refuse("holidays.0.starts_on", _("Enter at least one holiday."))
    body = {
        "school_id": found["school"]["id"],
        "known_from": form.text("known_from"),
        "known_until": form.text("known_until"),
        "holidays": holidays,
        "source": form.text("source"),
    }
    made = await page.try_to(form, page.api.partnering.post("/v1/me/calendar-proposals", body))
    if made is None:
        return await _holidays(page, class_id, marked(form, rows))
    return page.go(
        f"/classes/{class_id}/holidays",
        _("Thank you. Staff look at it, then it counts for everybody of your region."),
    )


def _school_year(today: date) -> dict[str, str]:
    first = today.year if today.month >= 8 else today.year - 1
    return {"known_from": f"{first}-08-01", "known_until": f"{first + 1}-07-31"}


async def _holidays(page: Page, class_id: UUID, form: Form) -> Response:
    found = await page.api.partnering.get(f"/v1/me/classes/{class_id}")
    school = found["school"]
    proposals: list[dict[str, Any]] = await page.api.partnering.get("/v1/me/calendar-proposals")
    known = None
    if school["calendar_known"]:
        known = await _known(page, school["country"], school["region"])
    return page.render(
        "holidays/index.html",
        form=form,
        school=school,
        class_id=str(class_id),
        known=known,
        mine=[
            one
            for one in proposals
            if (one["country"], one["region"]) == (school["country"], school["region"])
        ],
        rows=range(ROWS),
    )


async def _known(page: Page, country: str, region: str) -> dict[str, Any] | None:
    """The region's own calendar, else the one of its whole country."""
    path = f"/v1/calendars/{country}"
    away: set[str] = set()
    own: dict[str, Any] | None = await part(
        page.api.partnering.get(path, region=region), None, away
    )
    return own or await part(page.api.partnering.get(path), None, away)
