"""Addresses that were compared in lower case get the keys by which they are looked up now."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

import partnering
from shared.ids import new_id

VERSIONS = Path(partnering.__file__).parents[2] / "migrations" / "versions"


@pytest.fixture
def migration() -> ModuleType:
    (file,) = VERSIONS.glob("*_key_addresses_anew.py")
    spec = importlib.util.spec_from_file_location("key_addresses_anew", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_people_are_found_by_their_new_key(session, migration):
    ada, ewa = new_id(), new_id()
    insert = text(
        "INSERT INTO people (id, name, email, email_key, country, language, zone, verification,"
        " search_key, erased) VALUES (:id, 'X', :email, :key, 'PL', 'pl', 'UTC', 'verified', '',"
        " false)"
    )
    for person_id, email, key in (
        (ada, "İnci@school.example", "i̇nci@school.example"),
        (ewa, "Ewa@gymnasium-weiß.example", "ewa@gymnasium-weiß.example"),
    ):
        await session.execute(insert, {"id": person_id, "email": email, "key": key})

    def upgrade(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()

    await (await session.connection()).run_sync(upgrade)
    keys = dict((await session.execute(text("SELECT id, email_key FROM people"))).all())
    assert keys == {
        ada: "İnci@school.example",
        ewa: "ewa@xn--gymnasium-wei-ndb.example",
    }
