"""Migrating a service's schema once per worker, and emptying its tables before each test."""

import asyncio

import asyncpg

from meridian import migrations
from meridian.environment import Installation, migrator_dsn

# Most tests touch few tables: truncating only those that hold rows is ten times faster.
EMPTY = """
DO $$
DECLARE
    name text;
    holds_rows boolean;
    names text := '';
BEGIN
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = current_schema() AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO holds_rows;
        IF holds_rows THEN
            names := names || ', ' || name;
        END IF;
    END LOOP;
    IF names <> '' THEN
        EXECUTE 'TRUNCATE ' || substr(names, 3) || ' RESTART IDENTITY CASCADE';
    END IF;
END
$$
"""


class Schemas:
    """The schemas of one test cluster."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._prepared: set[str] = set()

    async def prepare(self, service: str) -> None:
        """Run the service's migrations, once."""
        if service in self._prepared:
            return
        # In a thread, because Alembic's environment script starts an event loop of its own.
        dsn = migrator_dsn(self._installation, service)
        await asyncio.to_thread(migrations.upgrade, service, dsn)
        self._prepared.add(service)

    async def empty(self, service: str) -> None:
        connection = await asyncpg.connect(migrator_dsn(self._installation, service, "postgresql"))
        try:
            await connection.execute(EMPTY)
        finally:
            await connection.close()
