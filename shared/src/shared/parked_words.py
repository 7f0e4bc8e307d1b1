"""What parked events say about people goes with the people, or when nobody can take it back."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.inbox import PARKED, next_number
from shared.parking import OPEN, discard

log = structlog.get_logger()

KEPT: Final = timedelta(days=28)
"""A week less than the producer keeps its own: an event may have come late, and whatever still has
words here must be within reach of its producer, who alone can reword it."""
BATCH: Final = 200


async def forget_parked(session: AsyncSession, person_id: UUID) -> None:
    """An erased person: what waits about them is given up, and what is settled loses its words.

    Events of other aggregates that wait and name the person stay true facts for the others; the
    producer rewords them. The erasure itself is never given up, so that it can be tried again.
    """
    person = str(person_id)
    theirs = PARKED.c.aggregate_id == person
    waiting = (
        theirs & PARKED.c.status.in_(OPEN),
        PARKED.c.type != ErasureRequested.type,
    )
    # No consumer parks something behind them meanwhile, to wait there for nobody.
    for producer in sorted(
        await session.scalars(select(PARKED.c.producer).where(*waiting).distinct())
    ):
        await next_number(session, producer)
    await session.execute(
        update(PARKED)
        .where(*waiting)
        .values(status="discarded", settled_at=clock.real_now(), settled_by="erasure")
    )
    mentioned = or_(theirs, func.lower(PARKED.c.body).contains(person))
    await session.execute(
        update(PARKED)
        .where(mentioned, PARKED.c.status.not_in(OPEN))
        .values(body="", error="erased", settled_reason="erased")
    )


async def forget_old_parked(session: AsyncSession) -> int:
    """Give up a batch of what nobody settled in time, and empty what was settled.

    By real time, as the producers' own sweep is. Returns how many events were given up.
    """
    old = PARKED.c.parked_at < clock.real_now() - KEPT
    waiting = (
        await session.execute(
            select(PARKED.c.id, PARKED.c.type, PARKED.c.producer, PARKED.c.number)
            .where(old, PARKED.c.status.in_(OPEN))
            .order_by(PARKED.c.producer, PARKED.c.parked_at, PARKED.c.number)
            .limit(BATCH)
        )
    ).all()
    for one in waiting:
        await discard(session, one.id, "retention", f"nobody settled it in {KEPT.days} days")
        log.error(
            "parked_event_given_up",
            event_type=one.type,
            producer=one.producer,
            number=one.number,
        )
    await session.execute(
        update(PARKED)
        .where(old, PARKED.c.status.not_in(OPEN), PARKED.c.body != "")
        .values(body="", error="")
    )
    return len(waiting)
