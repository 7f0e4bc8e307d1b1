"""Forgetting what was kept long enough, a batch at a time."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, inspect, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

BATCH: Final = 500
LOOKED_FOR_EVERY: Final = timedelta(hours=1)
"""Looking for what is old may read whole tables."""


async def delete_batch(
    session: AsyncSession, model: type[DeclarativeBase], *which: ColumnElement[bool]
) -> int:
    """Delete some of these rows. Returns how many."""
    key = tuple_(*inspect(model).primary_key)
    some = select(*inspect(model).primary_key).where(*which).limit(BATCH)
    gone = await session.execute(
        delete(model)
        .where(key.in_(some))
        .returning(*inspect(model).primary_key)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def blank_batch(
    session: AsyncSession,
    model: type[DeclarativeBase],
    blanks: dict[str, Any],
    *which: ColumnElement[bool],
) -> int:
    """Give some of these rows blanks; `which` must no longer find them then. Returns how many."""
    key = tuple_(*inspect(model).primary_key)
    some = select(*inspect(model).primary_key).where(*which).limit(BATCH)
    blanked = await session.execute(
        update(model)
        .where(key.in_(some))
        .values(blanks)
        .returning(*inspect(model).primary_key)
        .execution_options(synchronize_session=False)
    )
    return len(blanked.all())
