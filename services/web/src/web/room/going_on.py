"""How somebody goes on whose partnership was ended by staff, or who is alone in it."""

from typing import Any

from web.api import Json
from web.pages import Page
from web.parts import part


async def going_on(page: Page, item: Json, away: set[str]) -> dict[str, Any] | None:
    """For a member: where a new partner comes from, and until when to look for one oneself."""
    alone = all(one["you"] for one in item["members"] if one["present"])
    if item["state"] == "confirmed" and alone:
        cohort = await part(page.api.course.get(f"/v1/cohorts/{item['cohort_id']}"), {}, away)
        return {"why": "waiting"} if cohort.get("phase") not in (None, "closed") else None
    if item["end_reason"] != "parted":
        return None
    mine = await part(page.api.partnering.get("/v1/me/partnerships"), [], away)
    here = [one for one in mine if one["cohort_id"] == item["cohort_id"]]
    if here:
        return {"why": "elsewhere", "room": here[0]["id"]}
    cohort = await part(page.api.course.get(f"/v1/cohorts/{item['cohort_id']}"), {}, away)
    if cohort.get("phase") != "partnering" or item["phase"] != "partnering":
        return None
    return {"why": "free", "course_starts_on": cohort["course_starts_on"]}
