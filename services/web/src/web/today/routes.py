"""`/today`: one next step with its deadline and minutes, then what is waiting."""

import asyncio
from typing import Any

from fastapi import Response

from web.pages import Page, SignedIn, router
from web.parts import part
from web.reader import reader
from web.today.things import Facts, partner_of, to_do
from web.today.waiting import waiting

routes = router()


async def _course(page: Page, listed: dict[str, Any], away: set[str]) -> dict[str, Any]:
    """A running course with its next step; the others as they are listed."""
    if listed["phase"] != "course" or listed.get("completed_at"):
        return listed
    path = f"/v1/partnerships/{listed['partnership_id']}/course"
    answer = await part(page.api.course.get(path, language=reader().language), {}, away)
    return {**listed, **answer}


async def gather_facts(page: Page, away: set[str]) -> Facts:
    """Everything at once, so that the page takes as long as its slowest part."""
    api = page.api
    (
        profile,
        enrolments,
        received,
        sent,
        partnerships,
        courses,
        reviews,
        projects,
    ) = await asyncio.gather(
        part(api.partnering.get("/v1/me/profile"), {}, away),
        part(api.partnering.get("/v1/me/enrolments"), [], away),
        part(api.partnering.get("/v1/me/invitations", box="received"), {}, away),
        part(api.partnering.get("/v1/me/invitations", box="sent"), {}, away),
        part(api.partnering.get("/v1/me/partnerships"), [], away),
        part(api.course.get("/v1/me/courses"), {}, away),
        part(api.course.get("/v1/me/reviews"), {}, away),
        part(api.projects.get("/v1/me/projects"), [], away),
    )
    running = await asyncio.gather(*(_course(page, one, away) for one in courses.get("items", [])))
    return Facts(
        profile=profile,
        enrolments=enrolments,
        received=received.get("items", []),
        sent=sent.get("items", []),
        partnerships=partnerships,
        courses=list(running),
        reviews=reviews,
        projects=projects,
    )


@routes.get("/today")
async def today(page: SignedIn) -> Response:
    away: set[str] = set()
    facts = await gather_facts(page, away)
    me = str(page.me.id)
    things = to_do(facts, me)
    return page.render(
        "today/index.html",
        next_thing=things[0] if things else None,
        later=things[1:],
        waiting=waiting(facts, me),
        partnerships=[(one, partner_of(one)) for one in facts.partnerships],
        projects={one["partnership_id"]: one for one in facts.projects},
        courses={one["partnership_id"]: one for one in facts.courses},
        away=away,
    )
