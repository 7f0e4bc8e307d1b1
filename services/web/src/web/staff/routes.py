"""`/staff`: the control room: each cohort's funnel, what needs somebody today, and where to do it."""

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from shared.identity.permissions import Permission
from web.i18n import N_, gettext
from web.pages import Page, Staff, router
from web.parts import part

routes = router()
RUNNING = ("partnering", "course", "project")
MOST_COHORTS = 12


@dataclass(frozen=True)
class Queue:
    """Something that waits for staff. `count` ends in + when there are more than were asked for."""

    label: str
    count: str
    href: str
    icon: str
    waits: bool


@dataclass(frozen=True)
class Asked:
    """Where a queue is asked for, and who may see it."""

    label: str
    service: str
    path: str
    query: dict[str, str]
    href: str
    icon: str
    permission: Permission


QUEUES = (
    Asked(
        N_("Teachers to verify"),
        "accounts",
        "/v1/verifications",
        {"status": "waiting"},
        "/staff/verifications",
        "badge-check",
        Permission.VERIFY_TEACHERS,
    ),
    Asked(
        N_("Reports to read"),
        "partnering",
        "/v1/reports",
        {"state": "open"},
        "/staff/reports",
        "flag",
        Permission.HANDLE_REPORTS,
    ),
    Asked(
        N_("Plans to decide on"),
        "course",
        "/v1/plans",
        {"status": "submitted"},
        "/staff/plans",
        "map",
        Permission.DECIDE_ON_PLANS,
    ),
    Asked(
        N_("Results to publish"),
        "projects",
        "/v1/results",
        {"status": "submitted"},
        "/staff/results",
        "gallery-vertical-end",
        Permission.PUBLISH_RESULTS,
    ),
)


async def _queue(page: Page, asked: Asked, away: set[str]) -> Queue:
    upstream = getattr(page.api, asked.service)
    answer = await part(upstream.get(asked.path, limit=100, **asked.query), {}, away)
    items = answer.get("items", [])
    more = "+" if answer.get("next_cursor") else ""
    return Queue(gettext(asked.label), f"{len(items)}{more}", asked.href, asked.icon, bool(items))


@dataclass(frozen=True)
class CohortView:
    """One running cohort as the control room shows it."""

    cohort: dict[str, Any]
    seats: dict[str, Any]
    partnerships: dict[str, int]
    plans: dict[str, int]
    health: dict[str, Any]
    next_phases: list[str]

    @property
    def joined(self) -> int:
        return max(0, int(self.seats.get("seats", 0)) - int(self.seats.get("free", 0)))

    @property
    def paired(self) -> int:
        """Partnerships that stand, in whatever phase."""
        return sum(n for state, n in self.partnerships.items() if state != "handshake")


async def _cohort(page: Page, cohort: dict[str, Any], away: set[str]) -> CohortView:
    path = f"/v1/cohorts/{cohort['id']}"
    if not page.me.may(Permission.READ_COHORT, cohort["id"]):
        seats = await part(page.api.partnering.get(f"{path}/seats"), {}, away)
        return CohortView(cohort, seats, {}, {}, {}, [])
    overview, seats, health = await asyncio.gather(
        part(page.api.course.get(f"{path}/overview"), {}, away),
        part(page.api.partnering.get(f"{path}/seats"), {}, away),
        part(page.api.course.get(f"{path}/health", colour="red"), {}, away),
    )
    return CohortView(
        cohort=cohort,
        seats=seats,
        partnerships=overview.get("partnerships", {}),
        plans=overview.get("plans", {}),
        health=health,
        next_phases=overview.get("next_phases", []),
    )


@routes.get("/staff")
async def control_room(page: Staff) -> Response:
    away: set[str] = set()
    listed = (await part(page.api.course.get("/v1/cohorts", limit=100), {}, away)).get("items", [])
    cohorts = [one for one in listed if page.me.may(Permission.SEE_CONTROL_ROOM, one["id"])]
    running = [one for one in cohorts if one["phase"] in RUNNING][:MOST_COHORTS]
    mine = [asked for asked in QUEUES if page.me.holds(asked.permission)]
    queues, views = await asyncio.gather(
        asyncio.gather(*(_queue(page, asked, away) for asked in mine)),
        asyncio.gather(*(_cohort(page, one, away) for one in running)),
    )
    return page.render(
        "staff/index.html",
        queues=queues,
        cohorts=views,
        drafts=[one for one in cohorts if one["phase"] == "draft"],
        closed=[one for one in cohorts if one["phase"] == "closed"],
        away=away,
    )
