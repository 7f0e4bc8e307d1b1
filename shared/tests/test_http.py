"""How every service answers: committed first, once per key, and clearly when it refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from meridian.environment import Installation, migrator_dsn
from shared import clock
from shared.http import (
    Created,
    IfMatch,
    Input,
    NotFound,
    Once,
    Permission,
    Principal,
    Role,
    StaleVersion,
    Transaction,
    allow,
    own,
    public,
    router,
    service_app,
)
from shared.http.auth import RouteWithoutPolicy
from shared.ids import new_id
from shared.testing import api_client, bearer, principal, signing_key, trust_test_key

from .conftest import World, settings_of

routes = router("effects")
Teacher = Annotated[Principal, own()]


class Wish(Input):
    reason: str
    weight: float = 1.0
    fail_at_commit: bool = False


@routes.post("/effects", status_code=201)
async def make_effect(body: Wish, who: Teacher, session: Transaction, once: Once) -> Created:
    made = new_id()
    await session.execute(
        text("INSERT INTO effects (aggregate_id, reason) VALUES (:id, :reason)"),
        {"id": made, "reason": body.reason},
    )
    if body.fail_at_commit:
        await session.execute(
            text("INSERT INTO late (id) VALUES (1)")  # a deferred constraint refuses at commit
        )
    return await once.created("/v1/effects", made)


@routes.put("/effects/{effect_id}")
async def edit_effect(effect_id: UUID, version: IfMatch, who: Teacher) -> dict[str, int]:
    if version != 3:
        raise StaleVersion(3)
    return {"version": 4}


@routes.get("/effects/{effect_id}", dependencies=[public()])
async def read_effect(effect_id: UUID) -> dict[str, str]:
    raise NotFound("This effect")


@routes.get("/lead", dependencies=[allow(Permission.CREATE_COHORTS)])
async def read_lead() -> dict[str, str]:
    return {}


@pytest.fixture
def app(world: World, ground: Installation, tmp_path: Path) -> FastAPI:
    jwks = tmp_path / "jwks.json"
    trust_test_key(jwks)
    settings = settings_of(ground, "notifications").model_copy(
        update={"jwks_file": jwks, "max_body_bytes": 200_000}
    )
    return service_app(settings, title="Test", routers=[routes])


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(app) as opened:
        yield opened


@pytest.fixture
def headers() -> dict[str, str]:
    return bearer(principal(), "notifications")


async def test_the_same_key_makes_one_thing_and_answers_the_same(
    client: httpx.AsyncClient, headers: dict[str, str], world: World
) -> None:
    keyed = {**headers, "Idempotency-Key": "walk-1"}
    answers = [await client.post("/v1/effects", json={"reason": "a"}, headers=keyed) for _ in "12"]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert await world.effects() == ["a"]


async def test_the_same_key_sent_at_the_same_time_makes_one_thing(
    client: httpx.AsyncClient, headers: dict[str, str], world: World
) -> None:
    keyed = {**headers, "Idempotency-Key": "walk-2"}
    answers = await asyncio.gather(
        *(client.post("/v1/effects", json={"reason": "b"}, headers=keyed) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await world.effects() == ["b"]


async def test_a_key_with_another_body_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    keyed = {**headers, "Idempotency-Key": "walk-3"}
    await client.post("/v1/effects", json={"reason": "a"}, headers=keyed)
    answer = await client.post("/v1/effects", json={"reason": "b"}, headers=keyed)
    assert (answer.status_code, answer.json()["type"]) == (409, "idempotency-key-reused")


async def test_a_commit_that_fails_never_answers_success(
    client: httpx.AsyncClient, headers: dict[str, str], world: World, ground: Installation
) -> None:
    engine = create_async_engine(migrator_dsn(ground, "notifications"))
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE IF EXISTS late"))
        await connection.execute(
            text(
                "CREATE TABLE late (id int PRIMARY KEY, parent int NOT NULL DEFAULT 9,"
                " FOREIGN KEY (parent) REFERENCES late (id) DEFERRABLE INITIALLY DEFERRED)"
            )
        )
    await engine.dispose()
    answer = await client.post(
        "/v1/effects", json={"reason": "c", "fail_at_commit": True}, headers=headers
    )
    assert answer.status_code == 409
    assert await world.effects() == []


async def test_editing_needs_the_version_that_was_read(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    path = f"/v1/effects/{new_id()}"
    assert (await client.put(path, headers=headers)).status_code == 428
    stale = await client.put(path, headers={**headers, "If-Match": '"2"'})
    assert (stale.status_code, stale.headers["etag"]) == (412, '"3"')
    assert (await client.put(path, headers={**headers, "If-Match": '"3"'})).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b"", 422, "/"),
        (b"null", 422, "/"),
        (b"[]", 422, "/"),
        (b"{", 400, None),
        (b'{"reason": NaN}', 422, "/reason"),
        (b'{"reason": "a", "weight": NaN}', 422, "/weight"),
        (b'{"reason": "a", "weight": 1e400}', 422, "/weight"),
        (b'{"reason": "\\ud800"}', 422, "/reason"),
        (b'{"reason": "a\\u0000b"}', 422, "/reason"),
        ('{"reason": "a\u202eb"}'.encode(), 422, "/reason"),
        (b'{"reason": "a", "surprise": 1}', 422, "/surprise"),
        (b"\xff\xfe", 400, None),
        (b"[" * 90_000, 400, None),
        (b'{"reason": "' + b"x" * 300_000 + b'"}', 413, None),
    ],
)
async def test_bad_bodies_are_refused_with_their_field_marked(
    client: httpx.AsyncClient,
    headers: dict[str, str],
    body: bytes,
    status: int,
    pointer: str | None,
) -> None:
    answer = await client.post(
        "/v1/effects", content=body, headers={**headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if pointer:
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]


async def test_a_form_is_not_json(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.post("/v1/effects", data={"reason": "a"}, headers=headers)
    assert answer.status_code == 415


async def test_errors_bear_the_request_id_that_the_person_can_quote(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get(f"/v1/effects/{new_id()}", headers={"X-Request-Id": "quoted-123"})
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "quoted-123"


def _claims(**changed: object) -> dict[str, object]:
    now = int(clock.real_now().timestamp())
    claims: dict[str, object] = {
        "iss": "meridian",
        "aud": "notifications",
        "sub": str(new_id()),
        "sid": str(new_id()),
        "roles": ["teacher"],
        "verified": True,
        "auth_time": now,
        "exp": now + 60,
    }
    return {**claims, **changed}


def _token(claims: dict[str, object], **header: str) -> str:
    full = {"alg": "Ed25519", "kid": "test", "typ": "at+jwt", **header}
    return jwt.encode(full, claims, signing_key(), algorithms=["Ed25519"])


def _forged() -> dict[str, str]:
    public_half = json.dumps(signing_key().as_dict(private=False)).encode()
    stranger = OKPKey.generate_key("Ed25519", {"kid": "test"}, private=True)
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + _token(_claims()).split(".")[1] + "."
    return {
        "no algorithm": unsigned,
        "the public key as a shared secret": jwt.encode(
            {"alg": "HS256", "kid": "test", "typ": "at+jwt"},
            _claims(),
            OctKey.import_key(public_half),
            algorithms=["HS256"],
        ),
        "a stranger's key": jwt.encode(
            {"alg": "Ed25519", "kid": "test", "typ": "at+jwt"},
            _claims(),
            stranger,
            algorithms=["Ed25519"],
        ),
        "an unknown kid": _token(_claims(), kid="other"),
        "another kind of token": _token(_claims(), typ="id+jwt"),
        "expired": _token(_claims(exp=1)),
        "for another service": _token(_claims(aud="course")),
        "from another issuer": _token(_claims(iss="elsewhere")),
        "no person": _token(_claims(sub="nobody")),
        "an unknown role": _token(_claims(roles=["emperor"])),
        "not a token": "a.b.c",
    }


@pytest.mark.parametrize("name", sorted(_forged()))
async def test_forged_and_foreign_tokens_are_refused(client: httpx.AsyncClient, name: str) -> None:
    headers = {"Authorization": f"Bearer {_forged()[name]}"}
    answer = await client.post("/v1/effects", json={"reason": "a"}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (401, "invalid-token")


async def test_a_role_is_needed_where_one_is_declared(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/lead")).status_code == 401
    teacher = bearer(principal(), "notifications")
    assert (await client.get("/v1/lead", headers=teacher)).status_code == 403
    lead = bearer(principal(None, Role.PROGRAMME_LEAD), "notifications")
    assert (await client.get("/v1/lead", headers=lead)).status_code == 200


def test_a_route_without_a_policy_stops_the_process(ground: Installation, tmp_path: Path) -> None:
    forgetful = router("forgetful")

    @forgetful.get("/open")
    async def read_open() -> dict[str, str]:
        return {}

    jwks = tmp_path / "jwks.json"
    trust_test_key(jwks)
    settings = settings_of(ground, "notifications").model_copy(update={"jwks_file": jwks})
    with pytest.raises(RouteWithoutPolicy):
        service_app(settings, title="Test", routers=[forgetful])
