"""Tabs of the room whose time has not come: what will be there, and when."""

from uuid import UUID

from fastapi import Response

from web.api import NotThere
from web.pages import Page
from web.parts import part

STARTS = {"course": "course_starts_on", "plan": "course_starts_on", "project": "project_starts_on"}


async def not_open_yet(page: Page, partnership_id: UUID, tab: str) -> Response:
    """For the partners: what opens here and when. For everybody else there is nothing here."""
    room = await page.api.partnering.get(f"/v1/partnerships/{partnership_id}")
    if room["state"] not in {"handshake", "confirmed"}:
        raise NotThere
    cohort = await part(page.api.course.get(f"/v1/cohorts/{room['cohort_id']}"), None, set())
    fixed = cohort is not None and cohort["pace"] == "fixed"
    return page.render(
        "room/ahead.html",
        item=room,
        tab=tab,
        opens_on=cohort[STARTS[tab]] if fixed else None,
    )
