"""The position in each producer's order, and what was set aside for a person."""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import column, insert, select, table, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.bus.message import Message
from shared.contracts.accounts import ErasureRequested
from shared.ids import new_id

Session = AsyncSession

INBOX = table("inbox", column("producer"), column("next_number"))
PARKED = table(
    "parked",
    column("id"),
    column("producer"),
    column("number"),
    column("event_id"),
    column("type"),
    column("aggregate_id"),
    column("body"),
    column("headers", JSONB),
    column("error"),
    column("parked_at"),
    column("status"),
    column("settled_at"),
    column("settled_by"),
    column("settled_reason"),
)


class Place(Enum):
    """Where a message stands relative to what was done."""

    DONE = auto()
    NEXT = auto()
    BEHIND_PARKED = auto()
    """It is next, but an earlier event of its aggregate waits for a person."""
    EARLY = auto()


async def next_number(session: AsyncSession, producer: str) -> int:
    """The number expected next; locks the position until the transaction ends."""
    query = select(INBOX.c.next_number).where(INBOX.c.producer == producer).with_for_update()
    number = (await session.execute(query)).scalar_one_or_none()
    if number is None:
        await session.execute(
            upsert(INBOX).values(producer=producer, next_number=1).on_conflict_do_nothing()
        )
        number = (await session.execute(query)).scalar_one()
    return int(number)


@dataclass
class Position:
    """Where we stand in a producer's order. Read once per transaction, written at its end."""

    producer: str
    expected: int
    behind: set[str]
    """Aggregates of this producer of which an event waits for a person: later ones queue behind."""

    @classmethod
    async def locked(cls, session: AsyncSession, producer: str) -> "Position":
        expected = await next_number(session, producer)
        waiting = select(PARKED.c.aggregate_id).where(
            PARKED.c.producer == producer, PARKED.c.status.in_(("waiting", "retry"))
        )
        return cls(producer, expected, set((await session.scalars(waiting)).all()))

    def place(self, message: Message) -> Place:
        if message.number != self.expected:
            return Place.DONE if message.number < self.expected else Place.EARLY
        if message.type == ErasureRequested.type:
            # Nobody waits to be forgotten because of an event that is to be forgotten too.
            return Place.NEXT
        return Place.BEHIND_PARKED if message.aggregate_id in self.behind else Place.NEXT

    async def park(self, session: AsyncSession, message: Message, error: str) -> None:
        """Set a message aside; later ones of its aggregate will queue behind it."""
        await _set_aside(session, message, error)
        self.behind.add(message.aggregate_id)

    def erased(self, aggregate_id: str) -> None:
        """The person's erasure gave up whatever waited: nothing queues behind it any more."""
        self.behind.discard(aggregate_id)

    async def keep(self, session: AsyncSession) -> None:
        await session.execute(
            update(INBOX).where(INBOX.c.producer == self.producer).values(next_number=self.expected)
        )


async def _set_aside(session: AsyncSession, message: Message, error: str) -> None:
    await session.execute(
        insert(PARKED).values(
            id=new_id(),
            producer=message.producer,
            number=message.number,
            event_id=message.event_id,
            type=message.type,
            aggregate_id=message.aggregate_id,
            body=message.body,
            headers=message.headers,
            error=error[:2000],
            parked_at=clock.real_now(),
            status="waiting",
        )
    )


async def reword_parked(session: AsyncSession, message: Message) -> None:
    """The producer took its words back: what was set aside here, even if settled, forgets them."""
    await session.execute(
        update(PARKED)
        .where(PARKED.c.producer == message.producer, PARKED.c.event_id == message.event_id)
        .values(body=message.body, error="reworded by the producer")
    )
