"""Every route × who asks, over somebody's own project and over one that is not there."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from meridian.testing.access import Ids, Place, differences, rolled_back, traces_of_gone
from projects.app import create_app
from shared import clock
from shared.db import Database
from shared.http import Grant, Principal, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

ASKING = ("nobody", "stranger", "member", "tutor here", "tutor elsewhere", "evaluator here")

# Per route: what each of ASKING is answered about an open project with a saved draft; 2 is any 2xx.
# 409 and 422 mean: let in, and then refused by a rule.
MATRIX: dict[str, tuple[int, int, int, int, int, int]] = {
    "GET /v1/me/export": (401, 2, 2, 2, 2, 2),
    "GET /v1/me/projects": (401, 2, 2, 2, 2, 2),
    "GET /v1/partnerships/{partnership_id}/project": (401, 404, 2, 2, 404, 2),
    "POST /v1/partnerships/{partnership_id}/milestones": (401, 404, 2, 404, 404, 404),
    "POST /v1/milestones/{milestone_id}/reached": (401, 404, 2, 404, 404, 404),
    "POST /v1/milestones/{milestone_id}/reopened": (401, 404, 2, 404, 404, 404),
    "DELETE /v1/milestones/{milestone_id}": (401, 404, 409, 404, 404, 404),
    "GET /v1/cohorts/{cohort_id}/projects": (401, 403, 403, 2, 404, 2),
    "POST /v1/cohorts/{cohort_id}/advance-notices": (401, 403, 403, 403, 403, 403),
    "GET /v1/checkpoints/{checkpoint_id}": (401, 404, 2, 2, 404, 404),
    "POST /v1/checkpoints/{checkpoint_id}": (401, 404, 2, 404, 404, 404),
    "POST /v1/checkpoints/{checkpoint_id}/helped": (401, 403, 403, 409, 404, 403),
    "GET /v1/partnerships/{partnership_id}/result": (401, 404, 2, 404, 404, 404),
    "PUT /v1/partnerships/{partnership_id}/result": (401, 404, 2, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/result/preview": (401, 404, 2, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/result/submit": (401, 404, 2, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/result/take-back": (401, 404, 409, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/result/withdraw": (401, 404, 409, 404, 404, 404),
    "GET /v1/results": (401, 403, 403, 2, 2, 403),
    "GET /v1/results/{result_id}": (401, 403, 403, 2, 404, 403),
    "POST /v1/results/{result_id}/publish": (401, 403, 403, 409, 404, 403),
    "POST /v1/results/{result_id}/return": (401, 403, 403, 409, 404, 403),
    "POST /v1/results/{result_id}/withdraw": (401, 403, 403, 409, 404, 403),
    "GET /v1/showcase": (2, 2, 2, 2, 2, 2),
    "GET /v1/showcase-facets": (2, 2, 2, 2, 2, 2),
    "GET /v1/showcase/{slug}": (404, 404, 404, 404, 404, 404),
    "GET /v1/me/certificates": (401, 2, 2, 2, 2, 2),
    "GET /v1/certificates/{code}": (404, 404, 404, 404, 404, 404),
    "POST /v1/partnerships/{partnership_id}/certificates": (401, 403, 403, 2, 404, 403),
}


def test_every_route_of_the_service_is_in_the_matrix(settings_env: dict[str, str]) -> None:
    assert settings_env
    paths = create_app().openapi()["paths"]
    shared_by_all = {path for path in paths if "parked" in path or "delivery" in path}
    routes = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/v1/") and path not in shared_by_all
    }
    assert routes == set(MATRIX)


@pytest.fixture
async def place(programme: Any, pair: Any, result_draft: Any) -> dict[str, Any]:
    """An open project with a saved draft: the ids that addresses need."""
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    saved = await programme.put(f"/partnerships/{pair.id}/result", pair.ada, result_draft(), 0)
    return {
        "partnership_id": pair.id,
        "cohort_id": pair.cohort_id,
        "milestone_id": board["milestones"][0]["id"],
        "checkpoint_id": board["checkpoints"][0]["id"],
        "result_id": saved.json()["id"],
        "slug": "nothing",
        "code": "0000-0000-0000",
    }


def body_of(route: str, pair: Any, result_draft: Any) -> Any:
    last = route.rsplit("/", 1)[-1]
    if route.startswith("PUT") or last == "preview":
        return result_draft()
    return {
        "advance-notices": {"to": "closed"},
        "milestones": {"title": "Film", "due_on": str(clock.today())},
        "{checkpoint_id}": {"went_well": "All."},
        "return": {"note": "Say more, please.", "version": 1},
        "publish": {"version": 1},
        "withdraw": {"note": "Say more, please."} if "results/" in route else None,
        "certificates": {"person_id": str(pair.ada.person_id), "reason": "Did all of it."},
    }.get(last)


def person(asking: str, pair: Any) -> Any:
    return {
        "nobody": None,
        "stranger": principal(),
        "member": pair.can,
        "tutor here": principal(None, Grant(Role.TUTOR, pair.cohort_id)),
        "tutor elsewhere": principal(None, Grant(Role.TUTOR, new_id())),
        "evaluator here": principal(None, Grant(Role.EVALUATOR, pair.cohort_id)),
    }[asking]


async def ask(programme: Any, route: str, path: str, who: Any, body: Any) -> Any:
    method = route.split(" ", 1)[0]
    headers = bearer(who, "projects") if who else {}
    if method == "PUT":
        headers["If-Match"] = '"1"'
    return await programme.client.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize("route", MATRIX)
async def test_a_route_answers_each_of_them_as_the_matrix_says(
    programme: Any, pair: Any, place: dict[str, Any], result_draft: Any, route: str
) -> None:
    path = route.split(" ", 1)[1].format(**place)
    body = body_of(route, pair, result_draft)
    found = {}
    # The member comes last: what members do would change what the others are answered.
    for asking in sorted(ASKING, key=lambda name: name == "member"):
        answer = await ask(programme, route, path, person(asking, pair), body)
        found[asking] = 2 if answer.is_success else answer.status_code
    assert found == dict(zip(ASKING, MATRIX[route], strict=True))


async def test_every_role_in_every_reach_is_answered_as_the_permission_table_says(
    database: Database, programme: Any, pair: Any, place: dict[str, Any], result_draft: Any
) -> None:
    path = f"/partnerships/{pair.id}/milestones"
    added = {"title": "Film", "due_on": str(clock.today())}
    assert (await programme.post(path, pair.ada, added)).is_success
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    gone = next(one["id"] for one in board["milestones"] if one["title"] == "Film")
    assert (await programme.delete(f"/milestones/{gone}", pair.ada)).is_success
    app = create_app()
    rolled_back(app, database)
    async with api_client(app) as client:

        async def ask(route: str, known: Ids, who: Principal) -> httpx.Response:
            method, path = route.split(" ", 1)
            body = body_of(route, pair, result_draft)
            headers = {**bearer(who, "projects"), "If-Match": '"1"'}
            return await client.request(method, path.format(**known), json=body, headers=headers)

        there = Place(place, pair.cohort_id, new_id(), gone={"milestone_id": UUID(gone)})
        found = await differences(app, ask, there)
        found += await traces_of_gone(app, ask, there, pair.ada, pair.can)
    assert not found, "\n".join(found)
