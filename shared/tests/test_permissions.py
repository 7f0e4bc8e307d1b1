"""The permission table: a grant reaches its cohort and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meridian.environment import Installation
from shared.http import (
    NotFound,
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
from shared.http.auth import PolicyWithoutScope
from shared.identity.permissions import (
    TABLE,
    Scope,
    cohorts_with,
    holds,
    may,
    roles_with,
    scope_of,
)
from shared.identity.roles import STAFF, Grant, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal, trust_test_key

from .conftest import World, settings_of

HERE, THERE = new_id(), new_id()
GRANTS = st.frozensets(
    st.builds(Grant, st.sampled_from(Role), st.sampled_from([None, HERE, THERE])), max_size=6
)


def test_every_permission_has_a_row_and_none_is_for_everybody() -> None:
    assert set(TABLE) == set(Permission)
    assert all(rule.roles and rule.roles <= STAFF for rule in TABLE.values())


@given(held=GRANTS, permission=st.sampled_from(Permission))
def test_a_grant_for_one_cohort_reaches_that_cohort_only(
    held: frozenset[Grant], permission: Permission
) -> None:
    roles = roles_with(permission)
    everywhere = any(grant.role in roles and grant.cohort_id is None for grant in held)
    here = any(grant.role in roles and grant.cohort_id in {None, HERE} for grant in held)
    if scope_of(permission) is Scope.GLOBAL:
        assert may(held, permission) is everywhere
        assert may(held, permission, HERE) is everywhere
        assert holds(held, permission) is everywhere
    else:
        assert may(held, permission, HERE) is here
        assert may(held, permission) is everywhere
    assert may(held, permission, new_id()) is everywhere


@given(held=GRANTS, permission=st.sampled_from(Permission))
def test_the_cohorts_of_a_permission_are_those_in_which_it_may_be_used(
    held: frozenset[Grant], permission: Permission
) -> None:
    cohorts = cohorts_with(held, permission)
    reached = {one for one in (HERE, THERE) if may(held, permission, one)}
    assert reached == ({HERE, THERE} if cohorts is None else cohorts)


def test_identity_powers_are_global() -> None:
    for permission in (
        Permission.LIST_PEOPLE,
        Permission.ISSUE_SIGN_IN_CODES,
        Permission.VERIFY_TEACHERS,
        Permission.GRANT_ROLES,
        Permission.APPOINT_ANYBODY,
    ):
        assert scope_of(permission) is Scope.GLOBAL


@pytest.mark.parametrize("permission", list(Permission))
def test_a_route_cannot_leave_out_how_far_its_permission_reaches(permission: Permission) -> None:
    if scope_of(permission) is Scope.COHORT:
        with pytest.raises(PolicyWithoutScope):
            allow(permission)
    else:
        with pytest.raises(PolicyWithoutScope):
            allow_in(permission, "cohort_id")
        with pytest.raises(PolicyWithoutScope):
            own(permission)


routes = router("scopes")
InPath = Annotated[Principal, allow_in(Permission.RUN_MATCHING, "cohort_id")]
Loaded = Annotated[Principal, allow_in(Permission.RUN_MATCHING, Scoped.LOADED)]


@routes.get("/cohorts/{cohort_id}/runs")
async def read_here(cohort_id: UUID, who: InPath, session: Reading) -> dict[str, str]:
    return {"cohort": str(cohort_id)}


@routes.get("/runs/{run_id}")
async def read_run(run_id: UUID, who: Loaded, session: Reading) -> dict[str, str]:
    if not who.may(Permission.RUN_MATCHING, HERE):
        raise NotFound("This run")
    return {}


@routes.post("/forgetful")
async def forget_to_ask(who: Loaded, session: Transaction) -> dict[str, str]:
    return {"done": "yes"}


@pytest.fixture
async def client(
    world: World, ground: Installation, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    jwks = tmp_path / "jwks.json"
    trust_test_key(jwks)
    settings = settings_of(ground, "notifications").model_copy(update={"jwks_file": jwks})
    async with api_client(service_app(settings, title="Test", routers=[routes])) as opened:
        yield opened


def _as(*grants: Grant) -> dict[str, str]:
    return bearer(principal(None, *grants), "notifications")


async def test_a_cohort_of_others_answers_like_one_that_does_not_exist(
    client: httpx.AsyncClient,
) -> None:
    tutor = _as(Grant(Role.TUTOR, HERE))
    assert (await client.get(f"/v1/cohorts/{HERE}/runs", headers=tutor)).status_code == 200
    foreign = await client.get(f"/v1/cohorts/{THERE}/runs", headers=tutor)
    missing = await client.get(f"/v1/cohorts/{new_id()}/runs", headers=tutor)
    assert foreign.status_code == missing.status_code == 404
    assert foreign.json()["title"] == missing.json()["title"]
    nobody = await client.get(f"/v1/cohorts/{HERE}/runs", headers=_as(Grant(Role.MENTOR, HERE)))
    assert (nobody.status_code, nobody.json()["type"]) == (403, "forbidden")


async def test_an_action_that_never_asks_for_its_scope_is_not_carried_out(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/v1/forgetful", headers=_as(Grant(Role.TUTOR)))
    assert answer.status_code == 500
    assert "done" not in answer.json()
    asked = await client.get(f"/v1/runs/{new_id()}", headers=_as(Grant(Role.TUTOR, HERE)))
    assert asked.status_code == 200
    foreign = await client.get(f"/v1/runs/{new_id()}", headers=_as(Grant(Role.TUTOR, THERE)))
    assert foreign.status_code == 404


async def test_a_service_refuses_to_start_when_the_cohort_is_not_in_the_address(
    ground: Installation, tmp_path: Path
) -> None:
    lost = router("lost")

    @lost.get("/runs")
    async def read_lost(who: InPath, session: Reading) -> dict[str, str]:
        return {}

    jwks = tmp_path / "jwks.json"
    trust_test_key(jwks)
    settings = settings_of(ground, "notifications").model_copy(update={"jwks_file": jwks})
    with pytest.raises(PolicyWithoutScope):
        service_app(settings, title="Test", routers=[lost])
