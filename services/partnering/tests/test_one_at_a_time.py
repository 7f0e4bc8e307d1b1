"""What computes or carries much takes turns: one person cannot stop the others."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from partnering.app import create_app
from partnering.search import queries
from partnering.settings import Settings
from shared.http import Role
from shared.ids import new_id
from shared.testing import answered_already, api_client, bearer, behind_a_bulkhead, principal

HEAVY = {
    "GET /v1/cohorts/{cohort_id}/enrolments.csv": "tables",
    "GET /v1/cohorts/{cohort_id}/search": "searches",
    "GET /v1/cohorts/{cohort_id}/start-dates": "start_dates",
    "GET /v1/me/export": "copies",
    "GET /v1/runs/{run_id}/compare/{other_id}": "comparisons",
    "GET /v1/runs/{run_id}/enrolments/{enrolment_id}": "comparisons",
    "POST /v1/rescues/{case_id}/part": "repairs",
    "POST /v1/rescues/{case_id}/propose": "repairs",
}


def test_every_heavy_route_takes_turns(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert behind_a_bulkhead(create_app(Settings())) == HEAVY


@pytest.mark.parametrize("route", HEAVY)
async def test_who_asks_for_more_than_may_wait_is_refused_and_others_are_not(
    database: Any, route: str
) -> None:
    app = create_app(Settings())
    eager, other = (principal(None, Role.PROGRAMME_LEAD) for _ in "12")
    method, path = route.split(" ")
    ids = ("cohort_id", "run_id", "other_id", "enrolment_id", "case_id")
    path = path.format(**dict.fromkeys(ids, new_id()))
    query = {"enrolment_id": str(new_id())}
    assert database
    async with api_client(app) as client, answered_already(app, HEAVY[route], eager.person_id):
        mine, theirs = [
            await client.request(
                method, path, params=query, headers=bearer(who, "partnering"), timeout=20
            )
            for who in (eager, other)
        ]
    assert (mine.status_code, mine.headers["Retry-After"]) == (429, "5")
    assert mine.json()["type"] == "still-answering"
    assert theirs.status_code in {200, 404}


def _remember(seen: list[bool], work: Callable[..., Any]) -> Callable[..., Any]:
    def doing(*args: Any, **more: Any) -> Any:
        seen.append(threading.current_thread() is threading.main_thread())
        return work(*args, **more)

    return doing


@pytest.mark.parametrize("work", ["_possible", "passing", "_ranked", "_facets"])
async def test_a_search_computes_beside_the_event_loop(
    world: Any, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    cohort = await world.cohort()
    ana, enrolment = await world.enrolled(cohort, "TR")
    await world.enrolled(cohort, "IT")
    seen: list[bool] = []
    monkeypatch.setattr(queries, work, _remember(seen, getattr(queries, work)))
    wanted = queries.Wanted()
    found = await queries.search(world.session, ana.who, cohort.id, enrolment.id, wanted, None)
    assert found.total == 1
    assert seen == [False]


async def test_others_are_answered_while_a_search_computes(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort = await world.cohort()
    ana, enrolment = await world.enrolled(cohort, "TR")
    going_on = threading.Event()

    def endless(*_: Any) -> list[Any]:
        assert going_on.wait(timeout=10)
        return []

    monkeypatch.setattr(queries, "_possible", endless)
    wanted = queries.Wanted()
    searching = asyncio.ensure_future(
        queries.search(world.session, ana.who, cohort.id, enrolment.id, wanted, None)
    )
    # This line is reached only if the loop is free.
    await asyncio.sleep(0.2)
    assert not searching.done()
    going_on.set()
    assert (await searching).total == 0
