"""Announcing: an event is written in the transaction of the action that made it true."""

from sqlalchemy import ColumnElement, func, insert, select, table, update
from sqlalchemy import column as sql_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.event import Event
from shared.ids import new_id
from shared.observability import trace_headers

OUTBOX = table(
    "outbox",
    sql_column("position"),
    sql_column("number"),
    sql_column("event_id"),
    sql_column("type"),
    sql_column("aggregate_id"),
    sql_column("body"),
    sql_column("headers", JSONB),
    sql_column("occurred_at"),
    sql_column("recorded_at"),
    sql_column("reworded_at"),
)

MAX_EVENT_BYTES = 65_536


class EventTooLarge(Exception):
    """An event must name a cohort and its exceptions, never list its members."""


async def announce(session: AsyncSession, event: Event) -> None:
    """Record the event in the outbox.

    The action has locked the row of the event's aggregate before, so that the order of numbers is
    the order of commits. Commit and announcement succeed or fail together.
    """
    body = event.model_dump_json()
    if len(body.encode()) > MAX_EVENT_BYTES:
        raise EventTooLarge(event.type)
    await session.execute(
        insert(OUTBOX).values(
            event_id=new_id(),
            type=event.type,
            aggregate_id=event.aggregate_id,
            body=body,
            headers=trace_headers(),
            occurred_at=clock.now(),
            recorded_at=clock.real_now(),
        )
    )
    session.info["announced"] = True


async def reword(session: AsyncSession, which: ColumnElement[bool], body: str) -> None:
    """Give announced events other words, such as blanks when somebody is erased.

    They keep their numbers and must stay valid facts: a consumer that is far behind still reads
    them. The relay takes the old words out of the broker and sends the new ones.
    """
    await session.execute(
        update(OUTBOX)
        .where(which, OUTBOX.c.body != body)
        .values(body=body, reworded_at=clock.real_now())
    )
    session.info["announced"] = True


async def count_waiting(session: AsyncSession) -> int:
    """Rows that have no number yet."""
    query = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.number.is_(None))
    return int((await session.execute(query)).scalar_one())
