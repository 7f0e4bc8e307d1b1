"""What a person does about parked events: look, retry, discard with a reason."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.bus.message import Message, UntrueMessage
from shared.bus.reactions import Reactions
from shared.db import Database
from shared.described import described
from shared.inbox import PARKED, next_number

OPEN = ("waiting", "retry", "unreadable")


async def parked_events(session: AsyncSession) -> Sequence[Any]:
    """What still waits, oldest first."""
    query = select(PARKED).where(PARKED.c.status.in_(OPEN)).order_by(PARKED.c.parked_at)
    return (await session.execute(query)).all()


async def count_parked(session: AsyncSession) -> int:
    query = select(func.count()).select_from(PARKED).where(PARKED.c.status.in_(OPEN))
    return int((await session.execute(query)).scalar_one())


async def request_retry(session: AsyncSession, parked_id: UUID, by: str) -> bool:
    """Mark for the worker, which alone runs reactions. False when nothing of that id waits."""
    marked = await session.execute(
        update(PARKED)
        .where(PARKED.c.id == parked_id, PARKED.c.status == "waiting")
        .values(status="retry", settled_by=by)
        .returning(PARKED.c.id)
    )
    return marked.first() is not None


async def discard(session: AsyncSession, parked_id: UUID, by: str, reason: str) -> bool:
    """Give an event up for good. What queued behind it is tried next."""
    producer = await session.scalar(select(PARKED.c.producer).where(PARKED.c.id == parked_id))
    if producer is None:
        return False
    # No consumer parks something behind it meanwhile, to wait there for nobody.
    await next_number(session, producer)
    discarded = (
        await session.execute(
            update(PARKED)
            .where(PARKED.c.id == parked_id, PARKED.c.status.in_(OPEN))
            .values(
                status="discarded",
                settled_at=clock.real_now(),
                settled_by=by,
                settled_reason=reason,
            )
            .returning(PARKED.c.aggregate_id)
        )
    ).first()
    if discarded is None:
        return False
    await session.execute(
        update(PARKED)
        .where(*_of_one(discarded.aggregate_id, producer), PARKED.c.status == "waiting")
        .values(status="retry", settled_by=by)
    )
    return True


async def retry_marked(database: Database, reactions: Reactions) -> int:
    """Run what was marked, and what waits behind it, in order. Returns how many succeeded."""
    done = 0
    async with database.reading() as session:
        columns = select(PARKED.c.aggregate_id, PARKED.c.producer)
        marked = await session.execute(columns.where(PARKED.c.status == "retry").distinct())
    for aggregate_id, producer in marked.all():
        while await _retry_first(database, reactions, aggregate_id, producer):
            done += 1
    return done


async def _retry_first(
    database: Database, reactions: Reactions, aggregate_id: str, producer: str
) -> bool:
    try:
        async with database.transaction() as session:
            await next_number(session, producer)
            row = (
                await session.execute(
                    select(PARKED)
                    .where(
                        *_of_one(aggregate_id, producer),
                        PARKED.c.status.in_(("waiting", "retry")),
                    )
                    .order_by(PARKED.c.parked_at, PARKED.c.number)
                    .limit(1)
                    .with_for_update()
                )
            ).first()
            if row is None:
                return False
            await reactions.act(session, _message_of(row))
            await session.execute(
                update(PARKED)
                .where(PARKED.c.id == row.id)
                .values(status="retried", settled_at=clock.real_now())
            )
    except Exception as error:
        async with database.transaction() as session:
            await session.execute(
                update(PARKED)
                .where(*_of_one(aggregate_id, producer), PARKED.c.status == "retry")
                .values(status="waiting", error=described(error))
            )
        return False
    return True


def _message_of(row: Any) -> Message:
    """What was set aside, held against its own words once more before it may act."""
    message = Message.parse(row.producer, row.type, row.headers, row.body.encode())
    if message.number != row.number:
        raise UntrueMessage("it bears another number than the one it was set aside under")
    return message


def _of_one(aggregate_id: str, producer: str) -> tuple[ColumnElement[bool], ...]:
    """An aggregate belongs to one producer: what another says under its id keeps nothing waiting."""
    return PARKED.c.aggregate_id == aggregate_id, PARKED.c.producer == producer
