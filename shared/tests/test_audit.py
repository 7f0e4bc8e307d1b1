"""A command of staff leaves an entry because of its route; nobody has to remember it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from fastapi import APIRouter, Request

from meridian.environment import Installation
from shared.audit import describe_act, nothing_done
from shared.contracts.audit import NotificationsActRecorded
from shared.http import (
    Conflict,
    Forbidden,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow,
    allow_in,
    own,
    router,
    service_app,
)
from shared.http.acts import RouteWithoutEntry
from shared.http.auth import Policy
from shared.identity.roles import Grant, Role
from shared.ids import new_id
from shared.testing import announced, api_client, bearer, principal, trust_test_key

from .conftest import World, settings_of

HERE, SOMEBODY = new_id(), new_id()

routes = router("acts")
Here = Annotated[Principal, allow_in(Permission.RUN_MATCHING, "cohort_id")]
Loaded = Annotated[Principal, allow_in(Permission.RUN_MATCHING, Scoped.LOADED)]
Mine = Annotated[Principal, own(Permission.DECIDE_ON_PLANS)]
Anywhere = Annotated[Principal, allow(Permission.MANAGE_SCHOOL_CALENDARS)]


@routes.post("/cohorts/{cohort_id}/runs", status_code=204)
async def start(cohort_id: UUID, who: Here, session: Transaction) -> None:
    describe_act(session, about=[SOMEBODY], detail="partnering course")


@routes.post("/runs/{run_id}/publish", status_code=204)
async def publish(run_id: UUID, who: Loaded, session: Transaction) -> None:
    who.may(Permission.RUN_MATCHING, HERE)


@routes.put("/calendars/{country}/{region}/years/{year}", status_code=204)
async def declare(
    country: str, region: str, year: int, who: Anywhere, session: Transaction
) -> None:
    return None


@routes.post("/cohorts/{cohort_id}/preview", status_code=204)
async def show(cohort_id: UUID, who: Here, session: Transaction) -> None:
    nothing_done(session)


@routes.post("/cohorts/{cohort_id}/refused", status_code=204)
async def refuse(cohort_id: UUID, who: Here, session: Transaction) -> None:
    describe_act(session, about=[who.person_id])
    raise Forbidden("own-partnership", "Nobody decides on their own partnership.")


@routes.post("/cohorts/{cohort_id}/broken", status_code=204)
async def break_off(cohort_id: UUID, who: Here, session: Transaction) -> None:
    raise Conflict("changed", "Things have changed.")


@routes.post("/plans/{plan_id}", status_code=204)
async def review(plan_id: UUID, who: Mine, session: Transaction, request: Request) -> None:
    if "staff" in request.query_params:
        assert who.may(Permission.DECIDE_ON_PLANS, HERE)


@pytest.fixture
def made(ground: Installation, tmp_path: Path) -> Callable[[APIRouter], Any]:
    jwks = tmp_path / "jwks.json"
    trust_test_key(jwks)
    settings = settings_of(ground, "notifications").model_copy(update={"jwks_file": jwks})
    return lambda routers: service_app(settings, title="Test", routers=[routers])


@pytest.fixture
async def client(
    world: World, made: Callable[[APIRouter], Any]
) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(made(routes)) as opened:
        yield opened


async def entries(world: World) -> list[NotificationsActRecorded]:
    async with world.ledger.reading() as session:
        return [
            event
            for event in await announced(session)
            if isinstance(event, NotificationsActRecorded)
        ]


LEAD = principal(None, Grant(Role.PROGRAMME_LEAD, HERE))


async def test_a_command_leaves_who_did_what_for_which_cohort_and_about_whom(
    world: World, client: httpx.AsyncClient
) -> None:
    await client.post(f"/v1/cohorts/{HERE}/runs", headers=bearer(LEAD, "notifications"))
    (entry,) = await entries(world)
    assert (entry.actor_id, entry.action, entry.outcome) == (LEAD.person_id, "start", "done")
    assert (entry.cohort_id, entry.person_ids) == (HERE, (SOMEBODY,))
    assert entry.detail == "partnering course"


async def test_the_cohort_of_a_loaded_thing_is_the_one_that_the_action_asked_for(
    world: World, client: httpx.AsyncClient
) -> None:
    run_id = new_id()
    await client.post(f"/v1/runs/{run_id}/publish", headers=bearer(LEAD, "notifications"))
    (entry,) = await entries(world)
    assert (entry.action, entry.cohort_id, entry.subject_id) == ("publish", HERE, run_id)


@pytest.mark.parametrize("region", ["Île-de-France and the words of a letter", "<b>", "Ada L."])
async def test_words_in_an_address_do_not_come_into_the_entry(
    world: World, client: httpx.AsyncClient, region: str
) -> None:
    everywhere = bearer(principal(None, Role.PROGRAMME_LEAD), "notifications")
    path = f"/v1/calendars/TR/{region}/years/2026"
    assert (await client.put(path, headers=everywhere)).status_code == 204
    (entry,) = await entries(world)
    assert (entry.detail, entry.cohort_id, entry.subject_id) == ("TR 2026", None, None)


async def test_a_command_that_only_shows_leaves_no_entry(
    world: World, client: httpx.AsyncClient
) -> None:
    answer = await client.post(f"/v1/cohorts/{HERE}/preview", headers=bearer(LEAD, "notifications"))
    assert (answer.status_code, await entries(world)) == (204, [])


async def test_a_refused_act_is_on_record_as_refused_and_never_as_done(
    world: World, client: httpx.AsyncClient
) -> None:
    answer = await client.post(f"/v1/cohorts/{HERE}/refused", headers=bearer(LEAD, "notifications"))
    (entry,) = await entries(world)
    assert (answer.status_code, entry.outcome, entry.action) == (403, "denied", "refuse")
    assert (entry.cohort_id, entry.person_ids) == (HERE, (LEAD.person_id,))


async def test_whoever_the_door_sends_away_writes_nothing_into_the_audit(
    world: World, client: httpx.AsyncClient
) -> None:
    for grants in ((), (Grant(Role.MENTOR, HERE),), (Grant(Role.PROGRAMME_LEAD, new_id()),)):
        for act in ("runs", "refused"):
            headers = bearer(principal(None, *grants), "notifications")
            answer = await client.post(f"/v1/cohorts/{HERE}/{act}", headers=headers)
            assert answer.status_code in (403, 404)
    assert await entries(world) == []


async def test_an_act_that_is_rolled_back_leaves_no_entry(
    world: World, client: httpx.AsyncClient
) -> None:
    answer = await client.post(f"/v1/cohorts/{HERE}/broken", headers=bearer(LEAD, "notifications"))
    assert (answer.status_code, await entries(world)) == (409, [])


async def test_ones_own_thing_is_no_act_of_staff_and_a_thing_of_the_cohort_is(
    world: World, client: httpx.AsyncClient
) -> None:
    tutor = principal(None, Grant(Role.TUTOR, HERE))
    await client.post(f"/v1/plans/{new_id()}", headers=bearer(tutor, "notifications"))
    assert await entries(world) == []
    await client.post(f"/v1/plans/{new_id()}?staff", headers=bearer(tutor, "notifications"))
    (entry,) = await entries(world)
    assert (entry.action, entry.cohort_id) == ("review", HERE)


@pytest.mark.parametrize("policy", [Here, Mine, Anywhere])
def test_a_service_with_a_staff_command_that_leaves_no_entry_does_not_start(
    made: Callable[[APIRouter], Any], policy: Policy
) -> None:
    forgetful = router("forgetful")

    @forgetful.post("/cohorts/{cohort_id}/forgotten")
    async def forget(cohort_id: UUID, who: policy) -> None:  # type: ignore[valid-type]
        return None

    with pytest.raises(RouteWithoutEntry, match="forgotten"):
        made(forgetful)


def test_a_staff_command_that_only_reads_needs_no_entry(made: Callable[[APIRouter], Any]) -> None:
    asking = router("asking")

    @asking.post("/cohorts/{cohort_id}/asked")
    async def ask(cohort_id: UUID, who: Here, session: Reading) -> None:
        return None

    assert made(asking)
