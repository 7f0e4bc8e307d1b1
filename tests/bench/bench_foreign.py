"""Whether time tells a foreign thing from a missing one: the same route asked of both, in turns."""

import asyncio
import statistics
import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from tests.bench.installation import Running, demo
from tests.bench.row import Row

from meridian.commands.running import running_installation
from meridian.demo.client import Person, Services
from meridian.demo.staff import Engagement, engage_as
from meridian.provisioning.database import DATABASE, in_database

TIMES = 120
WARM = 10
MOST_APART = 20
"""Per cent between the two medians."""
ROUTES = (
    ("partnering", "GET /v1/partnerships/{}", "partnering.partnerships"),
    ("partnering", "GET /v1/partnerships/{}/messages", "partnering.partnerships"),
    ("partnering", "GET /v1/enrolments/{}", "partnering.enrolments"),
    ("partnering", "GET /v1/me/classes/{}", "partnering.classes"),
    ("partnering", "GET /v1/invitations/{}", "partnering.invitations"),
    ("partnering", "POST /v1/invitations/{}/accept", "partnering.invitations"),
    ("partnering", "DELETE /v1/me/saved-searches/{}", "partnering.saved_searches"),
    ("course", "GET /v1/partnerships/{}/course", "course.partnerships"),
    ("course", "GET /v1/partnerships/{}/plan", "course.partnerships"),
    ("course", "GET /v1/reviews/{}", "course.reviews"),
    ("projects", "GET /v1/partnerships/{}/project", "projects.partnerships"),
    ("projects", "GET /v1/checkpoints/{}", "projects.checkpoints"),
    ("projects", "POST /v1/milestones/{}/reached", "projects.milestones"),
    ("notifications", "POST /v1/me/notifications/{}/read", "notifications.entries"),
    ("accounts", "DELETE /v1/sessions/{}", "accounts.sessions"),
)
"""A service, a route and the table whose rows are all somebody else's."""
STRANGER = Engagement("stranger@meridian.example", "Nora Holm", "NO", "Europe/Oslo", ())


def rows() -> list[Row]:
    with demo() as running:
        return asyncio.run(_measure(running))


async def _measure(running: Running) -> list[Row]:
    at = running_installation(running.home)
    services = Services(running.where, f"bench-{time.time_ns()}")
    stranger = await engage_as(at, services, STRANGER)
    connection = await asyncpg.connect(in_database(at.superuser_dsn, DATABASE))
    found: list[Row] = []
    try:
        await stranger.get("accounts", "/v1/me")
        for service, route, table in ROUTES:
            theirs = await _somebodys(connection, table, stranger.id)
            if theirs:
                found.append(await _compare(stranger, service, route, theirs))
    finally:
        await connection.close()
        await services.http.aclose()
    return found


async def _somebodys(connection: "asyncpg.Connection[Any]", table: str, mine: str) -> list[UUID]:
    """Things of others: the newest of the table."""
    query = f"SELECT id FROM {table} ORDER BY id DESC LIMIT {TIMES}"
    if table == "accounts.sessions":
        query = query.replace("ORDER", f"WHERE person_id <> '{UUID(mine)}' ORDER")
    return [row["id"] for row in await connection.fetch(query)]


async def _compare(stranger: Person, service: str, route: str, theirs: list[UUID]) -> Row:
    """Per cent by which the median of foreign things lies from that of missing ones."""
    method, path = route.split(" ")
    taken: dict[str, list[float]] = {"foreign": [], "missing": []}
    for turn in range(TIMES + WARM):
        things = {"foreign": theirs[turn % len(theirs)], "missing": uuid4()}
        # Who comes first changes, so that neither always finds what the other has warmed.
        for kind in sorted(things, reverse=bool(turn % 2)):
            seconds = await _time(stranger, service, method, path.format(things[kind]))
            if turn >= WARM:
                taken[kind].append(seconds)
    foreign, missing = (statistics.median(taken[kind]) for kind in ("foreign", "missing"))
    apart = round(100 * (foreign / missing - 1), 1)
    milliseconds = round(1000 * missing, 1)
    return Row(
        name=f"foreign.{service} {route.format('…')} ({milliseconds} ms)",
        value=apart,
        unit="% from missing",
        goal=f"± {MOST_APART}",
        holds=abs(apart) <= MOST_APART,
    )


async def _time(stranger: Person, service: str, method: str, path: str) -> float:
    headers = await stranger.headers(service)
    url = f"{stranger.services.where[service]}{path}"
    began = time.perf_counter()
    answer: httpx.Response = await stranger.services.http.request(method, url, headers=headers)
    taken = time.perf_counter() - began
    if answer.status_code != 404:
        raise SystemExit(f"{method} {path} answered {answer.status_code}: {answer.text[:200]}")
    return taken
