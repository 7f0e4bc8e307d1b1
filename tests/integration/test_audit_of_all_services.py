"""One audit: whatever staff do in any service arrives in accounts, and has words on the page."""

import asyncio
import contextlib
import csv
import importlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from accounts.keys import Vault
from accounts.settings import Settings as AccountsSettings
from accounts.worker import create_worker as accounts_worker
from course.app import create_app as create_course
from course.settings import Settings as CourseSettings
from course.worker import create_worker as course_worker
from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.keys import PROVISIONER
from meridian.testing.access import staff_commands
from meridian.testing.bare import client_of
from meridian.testing.tables import Schemas
from shared import clock
from shared.bus import topology
from shared.db import Database
from shared.http import Role
from shared.identity.permissions import Permission
from shared.settings import ServiceSettings
from shared.testing import api_client, bearer, principal
from shared.worker import Worker
from web.audit.acts import ACTS, EVERYWHERE

MATRIX = Path(__file__).with_name("route_matrix.csv")
QUESTIONS = {
    "POST /v1/runs/{run_id}/what-if",
    "POST /v1/cohorts/{cohort_id}/recipients",
    "POST /v1/cohorts/{cohort_id}/advance-notices",
}
"""What staff ask with a body. They change nothing."""
RECORDED_AS = {"issue_registration_code": "issue_sign_in_code"}


def app_of(at: Installation, service: str, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    for name, value in variables(at, service).items():
        monkeypatch.setenv(name, value)
    app = importlib.import_module(f"{service}.app").create_app()
    assert isinstance(app, FastAPI)
    return app


def commands_of_staff(service: str) -> set[str]:
    """By the matrix: every route that changes something and asks for a permission."""
    with MATRIX.open(newline="") as file:
        rows = [row for row in csv.reader(file) if row[0] == service and row[1] != "GET"]
    permissions = {permission.value for permission in Permission}
    return {
        f"{method} {path}"
        for _, method, path, policy in rows
        if permissions & set(policy.replace(",", " ").split())
    }


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_every_command_of_staff_leaves_an_entry_that_the_page_has_words_for(
    service: str, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = staff_commands(app_of(installation, service, monkeypatch))
    assert commands_of_staff(service) - QUESTIONS == set(recorded)
    acts = {RECORDED_AS.get(name, name) for name in recorded.values()}
    wordless = acts - set(EVERYWHERE) - set(ACTS[service])
    assert wordless == set(), f"add them to web/audit/acts.py: {sorted(wordless)}"


@pytest.fixture
async def keeper(
    installation: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    """The database of accounts; course and the streams are empty."""
    for service in ("accounts", "course"):
        await schemas.prepare(service)
        await schemas.empty(service)
        for name, value in variables(installation, service).items():
            monkeypatch.setenv(name, value)
    async with client_of(installation, PROVISIONER) as broker:
        jetstream = broker.jetstream()
        for stream in await jetstream.streams_info():
            await jetstream.delete_stream(str(stream.config.name))
        await topology.ensure(jetstream)
    database = Database(AccountsSettings().postgres_dsn)
    yield database
    await database.close()


@contextlib.asynccontextmanager
async def at_work(worker: Worker, settings: ServiceSettings) -> AsyncIterator[Database]:
    database = Database(settings.postgres_dsn)
    working = asyncio.create_task(worker.run(settings, database))
    try:
        yield database
    finally:
        working.cancel()
        await asyncio.wait({working})
        await database.close()


async def rows(database: Database, statement: str) -> list[Any]:
    async with database.reading() as session:
        return list((await session.execute(text(statement))).all())


async def until(database: Database, statement: str) -> list[Any]:
    async with asyncio.timeout(30):
        while not (found := await rows(database, statement)):
            await asyncio.sleep(0.05)
    return found


async def test_an_entry_arrives_although_accounts_was_down_when_staff_acted(
    keeper: Database,
) -> None:
    lead = principal(None, Role.PROGRAMME_LEAD)
    today = clock.today()
    dates = ("partnering_starts_on", "course_starts_on", "project_starts_on", "closes_on")
    cohort = {
        "template": "four-weeks-fixed",
        "title": "Autumn",
        "slug": "autumn",
        "languages": ["en"],
        "seats": 60,
        **{name: str(today + timedelta(days=28 * n)) for n, name in enumerate(dates)},
    }
    async with api_client(create_course()) as course:
        made = await course.post("/v1/cohorts", json=cohort, headers=bearer(lead, "course"))
    assert made.status_code == 201, made.text
    async with at_work(course_worker(), CourseSettings()) as outbox:
        await until(outbox, "SELECT 1 FROM outbox_head WHERE published_number >= 2")
    assert await rows(keeper, "SELECT 1 FROM audit_entries") == []
    settings = AccountsSettings()
    async with at_work(accounts_worker(settings, Vault(settings.secret_key_file)), settings):
        entries = "SELECT service, actor_id, action, outcome, cohort_id::text FROM audit_entries"
        assert [tuple(one) for one in await until(keeper, entries)] == [
            ("course", lead.person_id, "create_cohort", "done", made.json()["id"])
        ]
