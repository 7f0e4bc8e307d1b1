"""What somebody's last token opens once a service has heard of their erasure: nothing, on any route."""

import asyncio
import csv
import importlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES
from meridian.testing.tables import Schemas
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.db import Database
from shared.erased import forget_erased, hold_off_erasure, is_erased, shut_out
from shared.http import Principal
from shared.identity.roles import STAFF
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

ROUTES = Path(__file__).with_name("route_matrix.csv")
PARAMETER = re.compile(r"\{[^}]+\}")
REFUSED = (401, "account-deleted")


@pytest.fixture(params=DOMAIN_SERVICES)
async def service(request: pytest.FixtureRequest, schemas: Schemas) -> str:
    name: str = request.param
    await schemas.prepare(name)
    await schemas.empty(name)
    return name


@pytest.fixture
def app(service: str, installation: Installation, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    for name, value in variables(installation, service).items():
        monkeypatch.setenv(name, value)
    made = importlib.import_module(f"{service}.app").create_app()
    assert isinstance(made, FastAPI)
    return made


async def _hear_of_erasure(session: AsyncSession, service: str, person_id: UUID) -> None:
    """As the service does: accounts when it is asked for, the others by the event."""
    actions = importlib.import_module(f"{service}.erasure.actions")
    if service != "accounts":
        event = ErasureRequested(person_id=person_id, erasure_id=new_id())
        await actions.erase_person(session, event)
        return
    person = importlib.import_module("accounts.people.model").Person(
        id=person_id, country="TR", language="tr", zone="Europe/Istanbul", confirmed_at=clock.now()
    )
    person.rename("Ayşe Kaya")
    person.move_to("ayse@school.example")
    session.add(person)
    await session.flush()
    await actions.request_erasure(session, person)


async def _answers(app: FastAPI, service: str, who: Principal) -> dict[str, tuple[int, str]]:
    """Every route that signs in, asked by somebody whose token lets them in everywhere."""
    with ROUTES.open(newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == service and row[3] != "public"]
    found = {}
    headers = {**bearer(who, service), "If-Match": '"1"'}
    async with api_client(app) as client:
        for _, method, path, _ in rows:
            body = {} if method in {"POST", "PUT", "PATCH"} else None
            address = PARAMETER.sub(str(new_id()), path)
            asked = client.request(method, address, headers=headers, json=body)
            answer = await asyncio.wait_for(asked, 5)
            problem = answer.headers.get("content-type") == "application/problem+json"
            kind = answer.json()["type"] if problem else ""
            found[f"{method} {path}"] = (answer.status_code, kind)
    return found


async def test_the_last_token_of_an_erased_person_opens_no_route(
    service: str, app: FastAPI
) -> None:
    gone = principal(None, *STAFF)
    async with app.state.database.transaction() as session:
        await _hear_of_erasure(session, service, gone.person_id)
    found = await _answers(app, service, gone)
    assert len(found) > 10
    assert {route: answer for route, answer in found.items() if answer != REFUSED} == {}


async def test_a_public_route_answers_the_erased_as_everybody(service: str, app: FastAPI) -> None:
    gone = principal()
    async with app.state.database.transaction() as session:
        await shut_out(session, gone.person_id)
    async with api_client(app) as client:
        answer = await client.get("/readyz", headers=bearer(gone, service))
    assert answer.status_code == 200


async def test_an_erasure_waits_for_what_the_person_is_writing(service: str, app: FastAPI) -> None:
    database: Database = app.state.database
    person_id, somebody = new_id(), new_id()
    async with database.transaction() as writing:
        await hold_off_erasure(writing, person_id)
        async with asyncio.timeout(5), database.transaction() as session:
            await shut_out(session, somebody)
        erasing = asyncio.create_task(_shut_out(database, person_id))
        assert not (await asyncio.wait({erasing}, timeout=0.3))[0]
    await asyncio.wait_for(erasing, 5)
    await database.close()


async def test_a_command_that_comes_during_the_erasure_is_refused(
    service: str, app: FastAPI
) -> None:
    gone = principal(None, *STAFF)
    database: Database = app.state.database
    with ROUTES.open(newline="") as file:
        path = next(
            row[2]
            for row in csv.reader(file)
            if row[0] == service and row[1] == "POST" and row[2].startswith("/v1/delivery")
        )
    async with api_client(app) as client:
        async with database.transaction() as erasing:
            await shut_out(erasing, gone.person_id)
            asked = asyncio.create_task(
                client.post(
                    PARAMETER.sub(str(new_id()), path), headers=bearer(gone, service), json={}
                )
            )
            assert not (await asyncio.wait({asked}, timeout=0.3))[0]
        assert (await asked).json()["type"] == "account-deleted"


async def test_who_was_erased_is_forgotten_a_day_later(service: str, app: FastAPI) -> None:
    database: Database = app.state.database
    lately, long_ago = new_id(), new_id()
    async with database.transaction() as session:
        await shut_out(session, lately)
        await shut_out(session, long_ago)
        await session.execute(
            text(
                "UPDATE erased_people SET erased_at = erased_at - interval '25 hours'"
                " WHERE person_id = :id"
            ),
            {"id": long_ago},
        )
        await forget_erased(session)
        assert (await is_erased(session, lately), await is_erased(session, long_ago)) == (
            True,
            False,
        )
    await database.close()


async def _shut_out(database: Database, person_id: UUID) -> None:
    async with database.transaction() as session:
        await shut_out(session, person_id)
