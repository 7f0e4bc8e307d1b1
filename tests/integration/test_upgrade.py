"""What an upgrade tells people: nothing that they were told before."""

import asyncio
import importlib
import os

import asyncpg
import pytest
from alembic import command

from meridian.environment import Installation, migrator_dsn, variables
from meridian.migrations import configuration, migrator_variable
from meridian.testing.tables import Schemas
from shared.contracts.contact import ContactStillPaused
from shared.db import Database
from shared.ids import new_id
from shared.testing import announced

BEFORE_CONTACT_WAS_ANNOUNCED = "5d0c7f1e92ab"
PERSON = (
    "INSERT INTO people (id, name, email, email_key, country, language, zone, verification,"
    " search_key, erased) VALUES ($1, 'Eva', $2, $2, 'PL', 'pl', 'Europe/Warsaw', 'verified',"
    " 'eva', false)"
)
FREEZE = (
    "INSERT INTO freezes (id, person_id, frozen_by, frozen_at, reason)"
    " VALUES ($1, $2, $3, now() - interval '40 days', 'Wrote at night')"
)


async def test_an_old_freeze_is_not_told_again_at_an_upgrade(
    installation: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    await schemas.prepare("partnering")
    await schemas.empty("partnering")
    os.environ[migrator_variable("partnering")] = migrator_dsn(installation, "partnering")
    config, frozen = configuration("partnering"), new_id()
    await asyncio.to_thread(command.downgrade, config, BEFORE_CONTACT_WAS_ANNOUNCED)
    try:
        connection = await asyncpg.connect(migrator_dsn(installation, "partnering", "postgresql"))
        try:
            await connection.execute(PERSON, frozen, "eva@school.example")
            await connection.execute(FREEZE, new_id(), frozen, new_id())
        finally:
            await connection.close()
    finally:
        await asyncio.to_thread(command.upgrade, config, "head")
    for name, value in variables(installation, "partnering").items():
        monkeypatch.setenv(name, value)
    database: Database = importlib.import_module("partnering.app").create_app().state.database
    standing = importlib.import_module("partnering.safety.standing")
    async with database.transaction() as session:
        while await standing.announce_what_stands(session):
            await session.flush()
        # Services keep it and tell nobody: a row of the table in `notifications/tests/told.csv`.
        assert await announced(session) == [ContactStillPaused(person_id=frozen)]
    await database.close()
    await schemas.empty("partnering")
