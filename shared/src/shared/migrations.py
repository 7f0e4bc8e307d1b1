"""Alembic as every service runs it: own schema, short locks, one at a time."""

import asyncio
import importlib.util
from functools import cache
from pathlib import Path

from alembic import context
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, pool, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine


def migrations_of(service: str) -> Path | None:
    """The folder of a service's migrations, beside its sources."""
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parents[2] / "migrations"
    return folder if folder.is_dir() else None


def config_of(service: str, dsn: str = "") -> Config:
    config = Config()
    folder = migrations_of(service)
    if folder is None:
        raise FileNotFoundError(f"{service} has no migrations")
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "file_template", "%%(year)d-%%(month).2d-%%(day).2d-%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.attributes["dsn"] = dsn
    config.attributes["service"] = service
    return config


@cache
def head_of(service: str) -> str | None:
    """The revision this code was written for; None where the code came without migrations."""
    if migrations_of(service) is None:
        return None
    return ScriptDirectory.from_config(config_of(service)).get_current_head()


def run(metadata: MetaData) -> None:
    """Called by a service's `migrations/env.py`. The migrator's search_path is the service's schema."""
    dsn: str = context.config.attributes["dsn"]
    asyncio.run(_run_online(dsn, metadata))


async def _run_online(dsn: str, metadata: MetaData) -> None:
    engine = create_async_engine(dsn, poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, metadata)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    connection.execute(text("SET lock_timeout = '1s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 1))"))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
