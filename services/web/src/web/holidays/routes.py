"""`/classes/{id}/holidays`: a teacher enters holidays that are missing, and staff confirm them."""

from typing import Any
from uuid import UUID

from fastapi import Response

from shared import clock
from web.forms import Form
from web.i18n import _
from web.pages import Page, SignedIn, router
from web.school_calendars.entering import entered_in, fields_of, marked, rows_of

routes = router()
NEW_ROWS = 4


@routes.get("/classes/{class_id}/holidays")
async def enter_holidays(page: SignedIn, class_id: UUID) -> Response:
    return await _holidays(page, class_id, Form([*fields_of([], NEW_ROWS), ("complete_year", "")]))


@routes.post("/classes/{class_id}/holidays")
async def propose_holidays(page: SignedIn, class_id: UUID) -> Response:
    form = await page.form()
    found = await page.api.partnering.get(f"/v1/me/classes/{class_id}")
    holidays, rows = entered_in(form)
    year = form.number("complete_year")
    if not holidays and year is None:
        form.refuse("holidays.0.starts_on", _("Enter at least one holiday."))
    body = {
        "school_id": found["school"]["id"],
        "holidays": holidays,
        "complete_year": year,
        "source": form.text("source"),
    }
    made = await page.try_to(form, page.api.partnering.post("/v1/me/calendar-proposals", body))
    if made is None:
        return await _holidays(page, class_id, marked(form, rows, "holidays"))
    return page.go(
        f"/classes/{class_id}/holidays",
        _("Thank you. Staff check your entry. Then it helps everybody of your region."),
    )


async def _holidays(page: Page, class_id: UUID, form: Form) -> Response:
    found = await page.api.partnering.get(f"/v1/me/classes/{class_id}")
    school = found["school"]
    proposals: list[dict[str, Any]] = await page.api.partnering.get("/v1/me/calendar-proposals")
    known = await page.api.partnering.get(
        f"/v1/calendars/{school['country']}", region=school["region"]
    )
    today = str(clock.today())
    coming = [one for one in known["years"] if one["ends_on"] >= today]
    return page.render(
        "holidays/index.html",
        form=form,
        school=school,
        class_id=str(class_id),
        known=known,
        holidays=sorted(
            (one for one in known["holidays"] + known["inherited"] if one["ends_on"] >= today),
            key=lambda one: (one["starts_on"], one["ends_on"]),
        ),
        complete=[one["label"] for one in coming if one["complete"] or one["complete_for_country"]],
        years=[
            (one["year"], _("No, %(year)s is complete", year=one["label"])) for one in coming[:2]
        ],
        mine=[
            one
            for one in proposals
            if (one["country"], one["region"]) == (school["country"], school["region"])
        ],
        rows=range(rows_of(form)),
    )
