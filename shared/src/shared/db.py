"""Postgres as every service uses it: one engine, one transaction per command."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from shared.delivery import add_delivery_tables
from shared.privacy import FREE_TEXT, NO_PRIVACY, PERSONAL, PSEUDONYMOUS

__all__ = [
    "FREE_TEXT",
    "NO_PRIVACY",
    "PERSONAL",
    "PSEUDONYMOUS",
    "Database",
    "schema_metadata",
]

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def schema_metadata(service: str) -> MetaData:
    """Metadata for one service's tables. Tables name no schema: the role's search_path does."""
    metadata = MetaData(naming_convention=_NAMES, info={"service": service})
    add_delivery_tables(metadata)
    return metadata


def _replace_closed(connection: Any, _record: object, _proxy: object) -> None:
    """A pooled connection that the server has closed is opened anew before anybody uses it.

    asyncpg hears of the end as it comes, so nothing is asked of the server; SQLAlchemy's own
    `pool_pre_ping` makes three round trips (begin, an empty statement, rollback) for each request.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


class Database:
    """The engine and its sessions. `on_announced` is called after a commit that wrote events."""

    def __init__(
        self, dsn: str, *, pool_size: int = 10, application_name: str = "meridian"
    ) -> None:
        self.dsn = dsn
        self.engine = create_async_engine(
            dsn,
            pool_size=pool_size,
            max_overflow=5,
            pool_timeout=5,
            # What people entered stands in the parameters, and must not stand in logs.
            hide_parameters=True,
            connect_args={
                "timeout": 5,
                "server_settings": {"application_name": application_name},
            },
        )
        event.listen(self.engine.sync_engine, "checkout", _replace_closed)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self.on_announced: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commits at the end of the block, or rolls everything back."""
        async with self.sessions() as session:
            async with session.begin():
                yield session
            for callback in session.info.get("after_commit", ()):
                callback()
            if session.info.get("announced"):
                self.on_announced()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for queries; whatever it might have changed is rolled back."""
        async with self.sessions() as session:
            yield session

    async def close(self) -> None:
        await self.engine.dispose()
