"""Meetings in a room: answer, take back, and take along as a calendar file."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Response

from shared import clock
from web.api import Json
from web.forms import Form
from web.i18n import _
from web.i18n.formats import moment
from web.pages import Page
from web.reader import reader

Shown = Callable[[Page, UUID, Form], Awaitable[Response]]


def is_coming(meeting: Json) -> bool:
    return meeting.get("status", "planned") == "planned" and not _over(meeting)


def is_off(meeting: Json) -> bool:
    """It was to come, and does not take place."""
    return meeting.get("status", "planned") != "planned" and not _over(meeting)


def _over(meeting: Json) -> bool:
    return moment(meeting["starts_at"]) < clock.now()


def hour(form: Form, date_field: str, time_field: str) -> str:
    """Date and hour on the reader's own clock; an empty or odd one marks the field."""
    try:
        local = datetime.fromisoformat(f"{form.text(date_field)}T{form.text(time_field)}")
    except ValueError:
        form.refuse(date_field, _("Choose a day and an hour."))
        return ""
    return local.replace(tzinfo=ZoneInfo(reader().zone)).isoformat()


async def decline(page: Page, partnership_id: UUID, meeting_id: UUID, again: Shown) -> Response:
    """Without another hour, or with one: then both its fields are needed."""
    form = await page.form()
    named = form.text("other_date") or form.text("other_time")
    other = hour(form, "other_date", "other_time") if named else None
    path = f"/v1/meetings/{meeting_id}/decline"
    if await page.try_to(form, page.api.partnering.post(path, {"other_at": other})) is None:
        _above_the_page(form)
        return await again(page, partnership_id, form)
    return page.go(f"/partnerships/{partnership_id}/calendar", _("Declined. We tell the others."))


async def cancel(page: Page, partnership_id: UUID, meeting_id: UUID, again: Shown) -> Response:
    form = await page.form()
    path = f"/v1/meetings/{meeting_id}/cancel"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await again(page, partnership_id, form)
    return page.go(f"/partnerships/{partnership_id}/calendar", _("Cancelled. We tell the others."))


async def file(page: Page, partnership_id: UUID) -> Response:
    """The bytes of the service, as a file to open with a calendar program."""
    text = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}/meetings.ics")
    return Response(
        text,
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="meetings.ics"'},
    )


def _above_the_page(form: Form) -> None:
    """Each meeting has a form of its own, so what is wrong with the other hour stands above them."""
    wrong = form.errors.pop("other_at", "") or form.errors.pop("other_date", "")
    form.errors.pop("other_time", "")
    form.problem = form.problem or wrong
