"""Alembic as every service runs it: own schema, short locks, one migration at a time."""

import asyncio
import importlib.util
import os
from functools import cache
from pathlib import Path

from alembic import context
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, pool, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine


@cache
def head_of(service: str) -> str | None:
    """The revision this code was written for; None where the code came without its migrations."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parents[2] / "migrations"
    return ScriptDirectory(str(folder)).get_current_head() if folder.is_dir() else None


def run(metadata: MetaData) -> None:
    """Called by a service's `migrations/env.py`, as its migrator, whose search_path is its schema."""
    service: str = metadata.info["service"]
    dsn = os.environ[f"MERIDIAN_{service.upper()}_MIGRATOR_DSN"]
    asyncio.run(_run(dsn, metadata))


async def _run(dsn: str, metadata: MetaData) -> None:
    engine = create_async_engine(dsn, poolclass=pool.NullPool, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, metadata)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("SELECT pg_advisory_lock(hashtextextended(current_schema(), 1))"))
    connection.execute(text("SET lock_timeout = '1s'"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
