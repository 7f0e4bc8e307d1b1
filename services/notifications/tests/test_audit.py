"""An announcement leaves one entry in the audit, without its words."""

from uuid import uuid4

import pytest
from fastapi import FastAPI

from notifications.app import create_app
from notifications.settings import Settings
from shared.contracts.audit import NotificationsActRecorded
from shared.contracts.course import CohortAdvanced
from shared.db import Database
from shared.http import Grant, Role
from shared.testing import announced, api_client, bearer, principal

from .conftest import Happens
from .test_reactions import example

WORDS = {"title": "Welcome", "body": "We start on Monday."}


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    assert database
    return create_app(settings)


async def entries(database: Database) -> list[NotificationsActRecorded]:
    async with database.reading() as session:
        return [
            one for one in await announced(session) if isinstance(one, NotificationsActRecorded)
        ]


async def test_an_announcement_leaves_one_entry_however_often_it_is_sent(
    app: FastAPI, database: Database, happens: Happens
) -> None:
    cohort = example(CohortAdvanced, held=())
    await happens(cohort)
    tutor = principal(None, Grant(Role.TUTOR, cohort.cohort_id))
    headers = {**bearer(tutor, "notifications"), "Idempotency-Key": "welcome"}
    body = {"cohort_id": str(cohort.cohort_id), **WORDS}
    async with api_client(app) as client:
        first = await client.post("/v1/announcements", json=body, headers=headers)
        again = await client.post("/v1/announcements", json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    (entry,) = await entries(database)
    assert (entry.actor_id, entry.action) == (tutor.person_id, "send_announcement")
    assert (entry.cohort_id, str(entry.subject_id)) == (cohort.cohort_id, first.json()["id"])
    assert "Monday" not in entry.model_dump_json()


async def test_an_announcement_to_everybody_belongs_to_no_cohort(
    app: FastAPI, database: Database
) -> None:
    lead = bearer(principal(None, Role.PROGRAMME_LEAD), "notifications")
    async with api_client(app) as client:
        answer = await client.post("/v1/announcements", json=WORDS, headers=lead)
    assert answer.status_code == 201
    (entry,) = await entries(database)
    assert entry.cohort_id is None


async def test_an_announcement_that_is_refused_is_denied_and_not_done(
    app: FastAPI, database: Database
) -> None:
    tutor = bearer(principal(None, Grant(Role.TUTOR, uuid4())), "notifications")
    async with api_client(app) as client:
        answer = await client.post("/v1/announcements", json=WORDS, headers=tutor)
    assert answer.status_code == 403
    assert [one.outcome for one in await entries(database)] == ["denied"]
