"""One file lists every route and who is let in; every role tries every route.

`route_matrix.csv` is the decision; a route that is not in it fails here. After deciding, write it
anew with `python -m pytest tests/integration/test_route_matrix.py --write-route-matrix`.
Who may touch *whose* things is decided in each room and tested there.
"""

import asyncio
import csv
import importlib
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES
from meridian.testing.tables import Schemas
from shared.http import Role
from shared.http.auth import policy_of, routes_of
from shared.identity.permissions import Permission, roles_with
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

FILE = Path(__file__).with_name("route_matrix.csv")
STREAM = "/v1/me/live"
EVENTS = "text/event-stream"
PARAMETER = re.compile(r"\{[^}]+\}")

Row = tuple[str, str, str, str]
"""Service, method, path, policy."""


def _app(at: Installation, service: str, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    for name, value in variables(at, service).items():
        monkeypatch.setenv(name, value)
    app = importlib.import_module(f"{service}.app").create_app()
    assert isinstance(app, FastAPI)
    return app


def _rows(app: FastAPI, service: str) -> set[Row]:
    return {
        (service, method, route.path or "", str(policy_of(route)))
        for route in routes_of(app)
        for method in (route.methods or set()) - {"HEAD"}
        if (route.path or "").startswith("/v1/")
    }


def _decided(service: str) -> set[Row]:
    with FILE.open(newline="") as file:
        rows = {(one[0], one[1], one[2], one[3]) for one in csv.reader(file)}
    return {row for row in rows if row[0] == service}


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_every_route_is_listed_with_the_policy_it_declares(
    service: str,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    rows = _rows(_app(installation, service, monkeypatch), service)
    if request.config.getoption("--write-route-matrix"):
        others = set().union(*(_decided(name) for name in DOMAIN_SERVICES if name != service))
        with FILE.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(sorted(rows | others))
    assert rows == _decided(service)


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
async def test_every_role_is_let_in_exactly_where_the_matrix_says(
    service: str, installation: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    await schemas.prepare(service)
    await schemas.empty(service)
    app = _app(installation, service, monkeypatch)
    wrong: list[str] = []
    async with api_client(app) as client:
        for _, method, path, policy in sorted(_decided(service)):
            for role in (None, *Role):
                answer = await _try(client, method, path, role, service)
                if answer is None:
                    continue
                if not _fits(policy, role, *answer):
                    wrong.append(f"{method} {path} as {role}: {answer} with policy {policy}")
    assert wrong == []


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
async def test_head_answers_as_get_does_without_a_body(
    service: str, installation: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    await schemas.prepare(service)
    await schemas.empty(service)
    app = _app(installation, service, monkeypatch)
    headers = bearer(principal(None, Role.PROGRAMME_LEAD), service)
    paths = [path for _, method, path, _ in sorted(_decided(service)) if method == "GET"]
    async with api_client(app) as client:
        for path in ("/livez", "/readyz", "/openapi.json", "/v1/nowhere", *paths):
            address = PARAMETER.sub(str(new_id()), path)
            head = await asyncio.wait_for(client.head(address, headers=headers), 5)
            assert head.content == b""
            if path == STREAM:
                assert (head.status_code, head.headers["content-type"][:17]) == (200, EVENTS)
                continue
            get = await client.get(address, headers=headers)
            assert (path, head.status_code) == (path, get.status_code)
            for name in ("content-type", "content-length"):
                assert (path, head.headers[name]) == (path, get.headers[name])


async def _try(
    client: httpx.AsyncClient, method: str, path: str, role: Role | None, service: str
) -> tuple[int, str] | None:
    if path == STREAM and role is not None:
        return None
    headers = bearer(principal(None, role), service) if role else {}
    body = {} if method in {"POST", "PUT", "PATCH"} else None
    address = PARAMETER.sub(str(new_id()), path)
    answer = await client.request(method, address, headers=headers, json=body)
    problem = answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"] if problem else ""


def _fits(policy: str, role: Role | None, status: int, problem: str) -> bool:
    """Let in means: not asked to sign in, and no failure of ours; a rule may still refuse."""
    if policy == "public":
        return status < 500
    if role is None:
        return (status, problem) == (401, "sign-in-required")
    if policy.startswith("own") or role in roles_with(Permission(policy.partition(" ")[0])):
        return status < 500 and problem not in {"sign-in-required", "invalid-token"}
    return (status, problem) == (403, "forbidden")
