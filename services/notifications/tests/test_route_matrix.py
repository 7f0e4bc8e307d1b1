"""Every route × every role in every reach, over somebody's inbox and a cohort's announcement."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete

from meridian.testing.access import Ids, Place, differences, rolled_back, traces_of_gone
from notifications.app import create_app
from notifications.inbox.model import Entry
from notifications.settings import Settings
from shared.contracts.course import CohortAdvanced
from shared.contracts.partnering import InvitationSent
from shared.db import Database
from shared.http import Principal, Role
from shared.http.auth import policy_of, routes_of
from shared.testing import api_client, bearer, principal

from .conftest import Happens
from .test_reactions import example

PARKED = {
    "POST /v1/delivery/parked/{parked_id}/discard",
    "POST /v1/delivery/parked/{parked_id}/retry",
}
CHANNELS = {"PUT /v1/me/live/{channel_key}", "DELETE /v1/me/live/{channel_key}"}
PUBLIC = {"POST /v1/unsubscriptions"}
MINE = {
    "GET /v1/me/export", "GET /v1/me/live", "GET /v1/me/notifications",
    "GET /v1/me/notifications/unread", "GET /v1/me/preferences", "PUT /v1/me/preferences",
    "POST /v1/me/notifications/read-all",
} | CHANNELS  # fmt: skip
"""Routes that name nothing of anybody else's."""
ASKED = {
    "GET /v1/announcements", "POST /v1/announcements", "POST /v1/cohorts/{cohort_id}/recipients",
    "GET /v1/deliveries", "GET /v1/deliveries/queue", "GET /v1/delivery",
    "POST /v1/me/notifications/{notification_id}/read",
} | PARKED  # fmt: skip


def body_of(route: str, ids: Ids) -> Any:
    return {
        "POST /v1/announcements": {
            "cohort_id": str(ids["cohort_id"]), "title": "Welcome", "body": "We start on Monday.",
        },
        "POST /v1/cohorts/{cohort_id}/recipients": {
            "event": CohortAdvanced.type, "phase": "course", "from_phase": "partnering",
        },
    }.get(route)  # fmt: skip


@pytest.fixture
async def place(database: Database, settings: Settings, happens: Happens) -> Place:
    """A cohort with an announcement, and a notification that is somebody else's."""
    here, elsewhere = example(CohortAdvanced, held=()), example(CohortAdvanced, held=())
    sent = example(InvitationSent)
    another = example(InvitationSent, to_person_id=sent.to_person_id)
    await happens(here, elsewhere, sent, another)
    ids: dict[str, Any] = {"cohort_id": here.cohort_id, "reader": sent.to_person_id}
    async with api_client(create_app(settings)) as client:
        lead = bearer(principal(None, Role.PROGRAMME_LEAD), "notifications")
        body = body_of("POST /v1/announcements", ids)
        made = await client.post("/v1/announcements", json=body, headers=lead)
        assert made.status_code == 201
        ids["announcement_id"] = made.json()["id"]
        reader = bearer(principal(sent.to_person_id), "notifications")
        item, old = (await client.get("/v1/me/notifications", headers=reader)).json()["items"]
        ids["notification_id"] = item["id"]
    async with database.transaction() as session:
        await session.execute(delete(Entry).where(Entry.id == UUID(old["id"])))
    gone = {"notification_id": UUID(old["id"])}
    return Place(ids, here.cohort_id, elsewhere.cohort_id, gone)


def test_every_route_of_the_service_is_in_the_matrix(settings: Settings) -> None:
    routes = {
        f"{method} {route.path}"
        for route in routes_of(create_app(settings))
        for method in (route.methods or set()) - {"HEAD"}
        if policy_of(route) and (route.path or "").startswith("/v1/")
    }
    assert routes == PUBLIC | MINE | ASKED


async def test_every_role_in_every_reach_is_answered_as_the_permission_table_says(
    database: Database, settings: Settings, place: Place
) -> None:
    app = create_app(settings)
    rolled_back(app, database)
    async with api_client(app) as client:

        async def ask(route: str, known: Ids, who: Principal) -> httpx.Response:
            method, path = route.split(" ", 1)
            headers = bearer(who, "notifications")
            body = body_of(route, known)
            return await client.request(method, path.format(**known), json=body, headers=headers)

        found = await differences(app, ask, place)
        found += await traces_of_gone(app, ask, place, principal(place.ids["reader"]))
    assert not found, "\n".join(found)
