"""What one partnership asks of a person next: the same judgement as on Today, for its room."""

import asyncio
from typing import Any
from uuid import UUID

from web.pages import Page
from web.parts import part
from web.reader import reader
from web.today.things import Facts, Thing, to_do


async def with_next_step(page: Page, listed: dict[str, Any], away: set[str]) -> dict[str, Any]:
    """A running course with its next step; the others as they are listed."""
    if listed["phase"] != "course" or listed.get("completed_at"):
        return listed
    path = f"/v1/partnerships/{listed['partnership_id']}/course"
    answer = await part(page.api.course.get(path, language=reader().language), {}, away)
    return {**listed, **answer}


async def next_in_room(
    page: Page, partnership_id: UUID, away: set[str]
) -> tuple[Thing | None, bool]:
    """The next step in the course or the project of this partnership, if there is one; and whether
    others of its cohort have gone on without it."""
    courses, projects = await asyncio.gather(
        part(page.api.course.get("/v1/me/courses"), {}, away),
        part(page.api.projects.get("/v1/me/projects"), [], away),
    )
    here = str(partnership_id)
    running = [one for one in courses.get("items", []) if one["partnership_id"] == here]
    facts = Facts(
        profile={},
        enrolments=[],
        received=[],
        sent=[],
        partnerships=[],
        courses=[await with_next_step(page, one, away) for one in running],
        reviews={},
        projects=[one for one in projects if one["partnership_id"] == here],
    )
    behind = any(one.get("behind") for one in running)
    return next(iter(to_do(facts, str(page.me.id))), None), behind
