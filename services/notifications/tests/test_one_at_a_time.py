"""What carries or counts much takes turns: one person cannot stop the others."""

from typing import Any

import pytest

from notifications.app import create_app
from notifications.settings import Settings
from shared.contracts.course import CohortAdvanced
from shared.http import Role
from shared.ids import new_id
from shared.testing import answered_already, api_client, bearer, behind_a_bulkhead, principal

HEAVY = {"GET /v1/me/export": "copies", "POST /v1/cohorts/{cohort_id}/recipients": "previews"}


def test_every_heavy_route_takes_turns(settings: Settings) -> None:
    assert behind_a_bulkhead(create_app(settings)) == HEAVY


@pytest.mark.parametrize("route", HEAVY)
async def test_who_asks_for_more_than_may_wait_is_refused_and_others_are_not(
    database: Any, settings: Settings, route: str
) -> None:
    app = create_app(settings)
    eager, other = (principal(None, Role.PROGRAMME_LEAD) for _ in "12")
    method, path = route.split(" ")
    path = path.format(cohort_id=new_id())
    body = {"event": CohortAdvanced.type, "phase": "course"} if method == "POST" else None
    assert database
    async with api_client(app) as client, answered_already(app, HEAVY[route], eager.person_id):
        mine, theirs = [
            await client.request(method, path, json=body, headers=bearer(who, "notifications"))
            for who in (eager, other)
        ]
    assert (mine.status_code, mine.headers["Retry-After"]) == (429, "5")
    assert theirs.status_code == 200
