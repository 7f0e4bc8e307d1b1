"""Every role in every reach asks accounts, about people who are there and people who are gone."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete

from accounts.app import create_app
from accounts.erasure.actions import request_erasure
from accounts.granting.actions import give_role
from accounts.people.model import Person
from accounts.registration.model import Registration
from accounts.sessions.model import Session
from accounts.settings import Settings
from meridian.testing.access import Ids, Place, differences, rolled_back, traces_of_gone
from shared import clock
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal

from .test_route_matrix import body_of

Things = dict[str, Any]


@pytest.fixture
async def place(
    people: Any, register: Any, browser: Any, api: Any, database: Database, settings: Any
) -> Place:
    """Ada waits to be verified and is a mentor here; Gone left; so did a registration."""
    ada, gone = await people.make("Ada"), await people.make("Gone")
    helper = await people.make("Helper", Role.OPERATOR)
    await browser.sign_in(ada.email)
    evidence = {"evidence_kind": "head_email", "evidence": "head@school.example"}
    for someone in (ada, gone):
        asked = await api.post("/v1/me/verification", json=evidence, headers=someone.headers)
        assert asked.is_success
    for address in ("waiting@school.example", "withdrawn@school.example"):
        await register(address)
    listed = await api.get("/v1/registrations", headers=helper.headers)
    registrations = {one["email"]: UUID(one["id"]) for one in listed.json()["items"]}
    withdrawn = registrations["withdrawn@school.example"]
    cohort_id, session_id = new_id(), new_id()
    async with database.transaction() as session:
        person = await session.get_one(Person, ada.id)
        for cohort in (None, cohort_id):
            await give_role(session, person, "tutor", cohort, helper.id)
        await session.execute(delete(Registration).where(Registration.id == withdrawn))
        await request_erasure(session, await session.get_one(Person, gone.id))
        closed = Session(
            id=session_id,
            person_id=ada.id,
            token_hash=session_id.bytes,
            opened_by="password",
            device="",
            auth_time=clock.now(),
            last_seen_at=clock.now(),
            expires_at=clock.now(),
        )
        session.add(closed)
        await session.flush()
        await session.delete(closed)
    sessions = await api.get("/v1/sessions", headers=ada.headers)
    return Place(
        {
            "person_id": ada.id,
            "registration_id": registrations["waiting@school.example"],
            "session_id": sessions.json()["items"][0]["id"],
        },
        cohort_id,
        new_id(),
        gone={"person_id": gone.id, "registration_id": withdrawn, "session_id": session_id},
    )


def _asking(client: httpx.AsyncClient) -> Any:
    async def ask(route: str, known: Ids, who: Principal) -> httpx.Response:
        method, path = route.split(" ", 1)
        address = path.format(**known)
        if route.startswith("DELETE /v1/people"):
            address += "?role=tutor"
        return await client.request(
            method, address, json=body_of(route), headers=bearer(who, "accounts")
        )

    return ask


async def test_every_role_in_every_reach_is_answered_as_the_permission_table_says(
    database: Database, place: Place
) -> None:
    app = create_app(Settings())
    rolled_back(app, database)
    async with api_client(app) as client:
        found = await differences(app, _asking(client), place)
    assert not found, "\n".join(found)


async def test_who_has_left_is_answered_like_who_was_never_there(
    database: Database, place: Place
) -> None:
    app = create_app(Settings())
    rolled_back(app, database)
    async with api_client(app) as client:
        found = await traces_of_gone(app, _asking(client), place, principal(place.ids["person_id"]))
    assert not found, "\n".join(found)
