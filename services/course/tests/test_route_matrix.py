"""Every route × who asks, over somebody's own partnership. A route not listed fails the build."""

from typing import Any

import httpx
import pytest

from course.app import create_app
from meridian.testing.access import Ids, Place, differences, rolled_back
from shared.db import Database
from shared.http import Grant, Principal, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

ASKING = (
    "nobody",
    "stranger",
    "member",
    "tutor here",
    "tutor elsewhere",
    "lead here",
    "lead elsewhere",
    "evaluator here",
)
PUBLIC = (2,) * 8
MEMBERS = (401, 404, 2, 404, 404, 404, 404, 404)
PLAN_READERS = (401, 404, 2, 2, 404, 2, 404, 2)
PLAN_WRITERS = (401, 404, 412, 404, 404, 404, 404, 404)
DECIDERS = (401, 403, 403, 403, 403, 409, 404, 403)
READERS = (401, 403, 403, 2, 404, 2, 404, 2)

# What each of ASKING is answered; 2 is any 2xx. 409, 412 and 422 mean: let in, then refused by a rule.
MATRIX: dict[str, tuple[int, ...]] = {
    "GET /v1/templates": PUBLIC,
    "GET /v1/cohorts": PUBLIC,
    "GET /v1/cohorts/{cohort_id}": PUBLIC,
    "GET /v1/cohorts/{cohort_id}/weeks": PUBLIC,
    "POST /v1/cohorts": (401, 403, 403, 403, 403, 403, 403, 403),
    "PATCH /v1/cohorts/{cohort_id}": (401, 403, 403, 403, 403, 412, 404, 403),
    "GET /v1/cohorts/{cohort_id}/overview": READERS,
    "POST /v1/cohorts/{cohort_id}/advance": (401, 403, 403, 403, 403, 2, 404, 403),
    "POST /v1/cohorts/{cohort_id}/advance/undo": (401, 403, 403, 403, 403, 2, 404, 403),
    "GET /v1/cohorts/{cohort_id}/health": READERS,
    "GET /v1/cohorts/{cohort_id}/extensions": (401, 403, 403, 403, 403, 2, 404, 403),
    "POST /v1/cohorts/{cohort_id}/extensions/{partnership_id}": DECIDERS,
    "POST /v1/cohorts/{cohort_id}/extensions/{partnership_id}/decline": DECIDERS,
    "GET /v1/partnerships/{partnership_id}/extension": MEMBERS,
    "POST /v1/partnerships/{partnership_id}/extension": (401, 404, 409, 404, 404, 404, 404, 404),
    "GET /v1/steps/{step_id}": (401, 403, 403, 2, 404, 2, 404, 403),
    "PATCH /v1/steps/{step_id}": (401, 403, 403, 412, 404, 412, 404, 403),
    "GET /v1/me/export": (401, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/me/courses": (401, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/partnerships/{partnership_id}/course": MEMBERS,
    "GET /v1/partnerships/{partnership_id}/steps/{step_id}": MEMBERS,
    "POST /v1/partnerships/{partnership_id}/steps/{step_id}/done": MEMBERS,
    "POST /v1/partnerships/{partnership_id}/steps/{step_id}/undone": MEMBERS,
    "POST /v1/partnerships/{partnership_id}/check-in": MEMBERS,
    "GET /v1/partnerships/{partnership_id}/plan": PLAN_READERS,
    "PUT /v1/partnerships/{partnership_id}/plan": PLAN_WRITERS,
    "GET /v1/partnerships/{partnership_id}/plan/versions": PLAN_READERS,
    "GET /v1/partnerships/{partnership_id}/plan/compare": PLAN_READERS,
    "GET /v1/partnerships/{partnership_id}/plan/sections/{section}": PLAN_READERS,
    "PUT /v1/partnerships/{partnership_id}/plan/sections/{section}": PLAN_WRITERS,
    "POST /v1/partnerships/{partnership_id}/plan/versions/{number}/restore": PLAN_WRITERS,
    "POST /v1/partnerships/{partnership_id}/plan/submit": MEMBERS,
    "POST /v1/partnerships/{partnership_id}/plan/approve": (401, 403, 403, 2, 404, 409, 404, 403),
    "POST /v1/partnerships/{partnership_id}/plan/return": (401, 403, 403, 2, 404, 409, 404, 403),
    "GET /v1/plans": (401, 403, 403, 2, 2, 2, 2, 2),
    "GET /v1/me/reviews": (401, 2, 2, 2, 2, 2, 2, 2),
    "GET /v1/reviews/{review_id}": MEMBERS,
    "POST /v1/reviews/{review_id}": MEMBERS,
}


TEACHERS_REVIEWS = {"GET /v1/reviews/{review_id}", "POST /v1/reviews/{review_id}"}
"""Staff find the reviews that wait for staff. The one of this place waits for a teacher."""
DRY_RUNS = {"POST /v1/cohorts/{cohort_id}/advance"}


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


def person(asking: str, pair: Any) -> Any:
    return {
        "nobody": None,
        "stranger": principal(),
        "member": pair.can,
        "tutor here": principal(None, Grant(Role.TUTOR, pair.cohort_id)),
        "tutor elsewhere": principal(None, Grant(Role.TUTOR, new_id())),
        "lead here": principal(None, Grant(Role.PROGRAMME_LEAD, pair.cohort_id)),
        "lead elsewhere": principal(None, Grant(Role.PROGRAMME_LEAD, new_id())),
        "evaluator here": principal(None, Grant(Role.EVALUATOR, pair.cohort_id)),
    }[asking]


def body_of(route: str, world: Any) -> Any:
    last = route.rsplit("/", 1)[-1]
    if route == "POST /v1/cohorts":
        return world.cohort_request()
    return {
        "{cohort_id}": {"title": "Another title"},
        "{step_id}": {"minutes": 20},
        "advance": {"to": "project"},
        "plan": world.plan,
        "{section}": {"title": "Another title"},
        "restore": {"sections": ["title"]},
        "approve": {"note": "", "version": 2},
        "return": {"note": "Say where the classes need each other.", "version": 2},
        "extension": {"way": "finish"},
        "{partnership_id}": {"way": "finish"},
        "check-in": {"answer": "still_in"},
        "{review_id}": world.feedback,
    }.get(last)


async def send(world: Any, route: str, path: str, who: Any) -> httpx.Response:
    method = route.split(" ", 1)[0]
    headers = bearer(who, "course") if who else {}
    if method in {"PUT", "PATCH"} or path.endswith("/restore"):
        headers["If-Match"] = '"99"'
    if path.endswith("/compare"):
        path += "?before=2&after=2"
    body = None if method == "GET" else body_of(route, world)
    answer: httpx.Response = await world.client.request(method, path, json=body, headers=headers)
    return answer


async def ask(world: Any, route: str, path: str, who: Any) -> int:
    answer = await send(world, route, path, who)
    return 2 if answer.is_success else int(answer.status_code)


@pytest.fixture
async def place(world: Any) -> tuple[Any, dict[str, Any]]:
    """A pair in the course with a plan handed in and a review to give: what addresses need."""
    cohort_id = await world.running_cohort()
    pair, _other = await world.submitted_pair(cohort_id), await world.submitted_pair(cohort_id)
    (review,) = await world.to_give(pair)
    return pair, {
        "cohort_id": cohort_id,
        "partnership_id": pair.id,
        "step_id": await world.step(pair, "joint"),
        "review_id": review["id"],
        "section": "title",
        "number": 2,
    }


@pytest.mark.parametrize("route", MATRIX)
async def test_a_route_answers_each_of_them_as_the_matrix_says(
    world: Any, place: tuple[Any, dict[str, Any]], route: str
) -> None:
    pair, ids = place
    path = route.split(" ", 1)[1].format(**ids)
    # The member comes last: what members do would change what the others are answered.
    order = sorted(ASKING, key=lambda name: name == "member")
    answers = {asking: await ask(world, route, path, person(asking, pair)) for asking in order}
    assert tuple(answers[asking] for asking in ASKING) == MATRIX[route]


async def test_every_role_in_every_reach_is_answered_as_the_permission_table_says(
    database: Database, world: Any, place: tuple[Any, dict[str, Any]]
) -> None:
    _, ids = place
    elsewhere = await world.cohort()
    app = create_app()
    rolled_back(app, database)
    async with api_client(app) as world.client:

        async def answer(route: str, known: Ids, who: Principal) -> httpx.Response:
            return await send(world, route, route.split(" ", 1)[1].format(**known), who)

        there = Place(ids, ids["cohort_id"], elsewhere)
        found = await differences(
            app, answer, there, not_here=TEACHERS_REVIEWS, shows_only=DRY_RUNS
        )
    assert not found, "\n".join(found)
