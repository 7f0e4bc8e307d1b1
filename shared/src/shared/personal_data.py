"""A copy of what a service keeps about one person, read table by table."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, MetaData, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.privacy import NO_PRIVACY

_PLAIN: Final = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class Held:
    """The rows of one table that belong to a person."""

    title: str
    """What the rows are, for people: "Messages that I wrote"."""
    model: type[Any]
    """The mapped class."""
    theirs: Callable[[UUID], ColumnElement[bool]]
    """From a person's id to the condition that finds their rows."""
    leave_out: frozenset[str] = frozenset()
    """Columns that are kept for the machine only, such as search keys and hashes."""


@dataclass(frozen=True)
class NotTold:
    """A table that mentions people and is not part of a copy, and why."""

    model: type[Any]
    why: str


async def copy_of(
    session: AsyncSession, person_id: UUID, held: Iterable[Held | NotTold]
) -> list[dict[str, Any]]:
    """One section per table that has rows of this person: its title and the rows as plain values."""
    sections = []
    for one in held:
        if isinstance(one, NotTold):
            continue
        table = inspect(one.model).local_table
        columns = [column for column in table.columns if column.name not in one.leave_out]
        query = select(*columns).where(one.theirs(person_id)).order_by(*table.primary_key)
        found = (await session.execute(query)).mappings().all()
        # Of somebody who wrote much this takes seconds: aside, so that others are answered.
        rows = await asyncio.to_thread(_plain_rows, found)
        if rows:
            sections.append({"title": one.title, "rows": rows})
    return sections


def _plain_rows(rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _PLAIN.dump_python(dict(row), mode="json")
    return plain


def forgotten_tables(metadata: MetaData, held: Sequence[Held | NotTold]) -> set[str]:
    """Tables with a column that has a privacy class, about which nobody has decided."""
    decided = {inspect(one.model).local_table.name for one in held}
    return {
        table.name
        for table in metadata.tables.values()
        if table.name not in decided
        and any(
            column.info.get("privacy") not in {None, NO_PRIVACY["privacy"]}
            for column in table.columns
        )
    }
