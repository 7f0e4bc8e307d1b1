"""The calendar of a room: meetings to propose, answer, take back and take along as a file."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode
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
from web.vocabulary import known


@dataclass(frozen=True)
class Answered:
    """A refused answer to one meeting, so that its words are shown there and nowhere else."""

    meeting_id: str = ""
    act: str = ""
    form: Form = field(default_factory=Form)

    def shows_at(self, meeting: Json, me: str, *, writable: bool) -> bool:
        """Whether the meeting is listed with the part that was sent."""
        if self.meeting_id != meeting["id"]:
            return False
        return self.act != "decline" or (writable and meeting["proposed_by"] != me)


async def show(
    page: Page, partnership_id: UUID, form: Form | None = None, answered: Answered | None = None
) -> Response:
    """The page with one form to propose, and one for each meeting."""
    path = f"/v1/partnerships/{partnership_id}"
    item, found, proposed = await asyncio.gather(
        page.api.partnering.get(path),
        page.api.partnering.get(f"{path}/calendar"),
        page.api.partnering.get(f"{path}/meetings"),
    )
    coming = list(reversed([one for one in proposed if is_coming(one)]))
    answered, me = answered or Answered(), str(page.me.id)
    writable = item["state"] in ("handshake", "confirmed") and not item["contact_paused"]
    placed = next((one for one in coming if answered.shows_at(one, me, writable=writable)), None)
    return page.render(
        "room/calendar.html",
        status=answered.form.status if answered.form.invalid else 0,
        item=item,
        writable=writable,
        calendar=found,
        names={one["person_id"]: known(one["name"]) for one in found["members"]},
        coming=coming,
        off=list(reversed([one for one in proposed if is_off(one)])),
        takeable=_takeable(proposed, partnership_id),
        may_insist=form is not None and _is_unfit_only(form),
        me=me,
        form=form or Form([("minutes", "40")]),
        forms={placed["id"]: answered.form} if placed else {},
        answered=answered,
        elsewhere=answered.form if answered.form.invalid and not placed else None,
        blank=Form(),
    )


def _takeable(proposed: list[Json], partnership_id: UUID) -> dict[str, str]:
    """Hours still to come that somebody suggested instead, each with the form filled in with it."""
    zone = ZoneInfo(reader().zone)
    found = {}
    for meeting in proposed:
        for no in meeting.get("declined", []):
            at = no.get("other_at")
            if at and moment(at) > clock.now():
                local = moment(at).astimezone(zone)
                hour = urlencode({"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}"})
                found[at] = f"/partnerships/{partnership_id}/calendar?{hour}#propose"
    return found


def _is_unfit_only(form: Form) -> bool:
    """Whether the hour lies at night or in the holidays: both can be meant. A past day cannot."""
    refused = form.refusal.errors if form.refusal else {}
    return str(refused.get("starts_at", "")).startswith(("is at night for", "is on a holiday for"))


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


async def propose(page: Page, partnership_id: UUID) -> Response:
    form = await page.form()
    starts_at = hour(form, "date", "time")
    body = {
        "title": form.text("title"),
        "place": form.text("place"),
        "starts_at": starts_at,
        "minutes": form.number("minutes") or 40,
        "anyway": form.flag("anyway"),
    }
    path = f"/v1/partnerships/{partnership_id}/meetings"
    if await page.try_to(form, page.api.partnering.post(path, body)) is None:
        if "starts_at" in form.errors:
            form.errors["date"] = form.errors.pop("starts_at")
        return await show(page, partnership_id, form)
    return page.go(f"/partnerships/{partnership_id}/calendar", _("Proposed. The others are asked."))


async def accept(page: Page, partnership_id: UUID, meeting_id: UUID) -> Response:
    form = await page.form()
    call = page.api.partnering.post(f"/v1/meetings/{meeting_id}/accept")
    if await page.try_to(form, call) is None:
        return await show(page, partnership_id, answered=Answered(str(meeting_id), "accept", form))
    return page.go(f"/partnerships/{partnership_id}/calendar", _("Accepted."))


async def decline(page: Page, partnership_id: UUID, meeting_id: UUID) -> Response:
    """Without another hour, or with one: then both its fields are needed."""
    form = await page.form()
    named = form.text("other_date") or form.text("other_time")
    other = hour(form, "other_date", "other_time") if named else None
    path = f"/v1/meetings/{meeting_id}/decline"
    if await page.try_to(form, page.api.partnering.post(path, {"other_at": other})) is None:
        if "other_at" in form.errors:
            form.errors["other_date"] = form.errors.pop("other_at")
        return await show(page, partnership_id, answered=Answered(str(meeting_id), "decline", form))
    return page.go(f"/partnerships/{partnership_id}/calendar", _("Declined. We tell the others."))


async def cancel(page: Page, partnership_id: UUID, meeting_id: UUID) -> Response:
    form = await page.form()
    path = f"/v1/meetings/{meeting_id}/cancel"
    if await page.try_to(form, page.api.partnering.post(path)) is None:
        return await show(page, partnership_id, answered=Answered(str(meeting_id), "cancel", form))
    said = _("Withdrawn. We tell the others.") if form.text("withdraws") else ""
    said = said or _("Cancelled. We tell the others.")
    return page.go(f"/partnerships/{partnership_id}/calendar", said)


async def file(page: Page, partnership_id: UUID) -> Response:
    """The bytes of the service, as a file to open with a calendar program."""
    text = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}/meetings.ics")
    return Response(
        text,
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="meetings.ics"'},
    )
