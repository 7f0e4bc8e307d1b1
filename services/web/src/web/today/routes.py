"""`/today`: one next step with its deadline and minutes, then what is waiting."""

import asyncio
from typing import Any

from fastapi import Response

from web.pages import Page, SignedIn, router
from web.parts import part
from web.session import Viewer
from web.today.room import with_next_step
from web.today.things import Facts, partner_of, to_do
from web.today.waiting import waiting

routes = router()


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
        me,
    ) = await asyncio.gather(
        part(api.partnering.get("/v1/me/profile"), {}, away),
        part(api.partnering.get("/v1/me/enrolments"), [], away),
        part(api.partnering.get("/v1/me/invitations", box="received"), {}, away),
        part(api.partnering.get("/v1/me/invitations", box="sent"), {}, away),
        part(api.partnering.get("/v1/me/partnerships"), [], away),
        part(api.course.get("/v1/me/courses"), {}, away),
        part(api.course.get("/v1/me/reviews"), {}, away),
        part(api.projects.get("/v1/me/projects"), [], away),
        _unrecognised(page, away),
    )
    running = await asyncio.gather(
        *(with_next_step(page, one, away) for one in courses.get("items", []))
    )
    return Facts(
        profile=profile,
        enrolments=enrolments,
        received=received.get("items", []),
        sent=sent.get("items", []),
        partnerships=partnerships,
        courses=list(running),
        reviews=reviews,
        projects=projects,
        me=me,
        staff=_staff(page.me),
    )


async def _unrecognised(page: Page, away: set[str]) -> dict[str, Any]:
    """What accounts knows about somebody whom staff have not recognised as a teacher yet."""
    if page.me.verified:
        return {}
    found: dict[str, Any] = await part(page.api.accounts.get("/v1/me"), {}, away)
    return found


def _staff(viewer: Viewer) -> str:
    if viewer.roles <= {"teacher", "operator"}:
        return "operator" if viewer.is_staff else ""
    return "course"


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
