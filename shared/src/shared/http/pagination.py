"""Cursor pagination over a sortable unique column, usually the UUIDv7 id."""

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.http.problems import Invalid

T = TypeVar("T")

MAX_LIMIT = 200
Cursor = Annotated[str | None, Query(max_length=100)]
"""Where a list goes on, as a parameter of a route."""


class Page(BaseModel, Generic[T]):
    items: list[T]
    next_cursor: str | None = None


def encode_cursor(value: UUID) -> str:
    return base64.urlsafe_b64encode(value.bytes).decode().rstrip("=")


def decode_cursor(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Invalid({"/cursor": "is not a cursor of this list"}) from error


async def page_of(
    session: AsyncSession,
    statement: Select[Any],
    *,
    key: InstrumentedAttribute[UUID],
    cursor: str | None = None,
    limit: int = 50,
    descending: bool = True,
) -> tuple[Sequence[Any], str | None]:
    """One page of a statement that selects one entity, and the cursor of the next page."""
    limit = max(1, min(limit, MAX_LIMIT))
    statement = statement.order_by(key.desc() if descending else key.asc()).limit(limit + 1)
    if cursor:
        after = decode_cursor(cursor)
        statement = statement.where(key < after if descending else key > after)
    rows = (await session.scalars(statement)).unique().all()
    more = len(rows) > limit
    rows = rows[:limit]
    next_cursor = encode_cursor(getattr(rows[-1], key.key)) if more else None
    return rows, next_cursor
