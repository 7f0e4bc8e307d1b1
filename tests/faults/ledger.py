"""An effect ledger inside the installation's database: one row per effect, in its own transaction.

Triggers write it, so nothing in the services knows of it. It has no unique key but its position: a
key would hide effects that were applied twice. Before an insert, because an insert that meets a key
of the table was an attempt to act twice as well.
"""

from collections import defaultdict

import asyncpg

from meridian.provisioning.database import DATABASE, in_database

from ..conftest import System
from .judgement import Fact

PEOPLE = ("partnering", "course", "projects", "notifications")
_INSTALL = """
    CREATE SCHEMA IF NOT EXISTS faults;
    CREATE TABLE faults.ledger (
        position bigint GENERATED ALWAYS AS IDENTITY,
        consumer text NOT NULL, lane text NOT NULL, mark text NOT NULL
    );
    CREATE FUNCTION faults.note_person() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO faults.ledger (consumer, lane, mark)
        VALUES (TG_TABLE_SCHEMA || '.people', NEW.id::text, NEW.name);
        RETURN NULL;
    END $$;
    CREATE FUNCTION faults.note_entry() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO faults.ledger (consumer, lane, mark)
        VALUES ('notifications.entries', NEW.person_id || ' ' || NEW.about_id, NEW.event_id::text);
        RETURN NEW;
    END $$;
    CREATE TRIGGER faults BEFORE INSERT ON notifications.entries
        FOR EACH ROW EXECUTE FUNCTION faults.note_entry();
"""
_FOLLOW_PEOPLE = """
    CREATE TRIGGER faults AFTER INSERT OR UPDATE ON {service}.people
        FOR EACH ROW EXECUTE FUNCTION faults.note_person();
"""


async def install(system: System) -> dict[str, int]:
    """Keep the ledger from now on. Returns the last number of each producer before it."""
    connection = await asyncpg.connect(in_database(system.installation.superuser_dsn, DATABASE))
    try:
        async with connection.transaction():
            await connection.execute(_INSTALL)
            for service in PEOPLE:
                await connection.execute(_FOLLOW_PEOPLE.format(service=service))
        return {
            service: await connection.fetchval(
                f"SELECT coalesce(max(last_number), 0) FROM {service}.outbox_head"
            )
            for service in ("accounts", "partnering", "course", "projects", "notifications")
        }
    finally:
        await connection.close()


async def read(connection: asyncpg.Connection) -> dict[str, list[Fact]]:
    """The effects of each consumer, in the order in which they were applied."""
    found: dict[str, list[Fact]] = defaultdict(list)
    query = "SELECT consumer, lane, mark FROM faults.ledger ORDER BY position"
    for consumer, lane, mark in await connection.fetch(query):
        found[consumer].append(Fact(lane, mark))
    return found
