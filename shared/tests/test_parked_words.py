"""Parked events keep no words of who is erased, nor words that nobody can take back any more."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select, text

from shared import clock
from shared.bus.message import Message
from shared.contracts.accounts import ErasureRequested
from shared.ids import new_id
from shared.inbox import PARKED, Place, Position
from shared.parked_words import forget_old_parked, forget_parked

from .conftest import World

SECRET = "Ayşe’s 4711 secret"


async def _park(
    world: World,
    aggregate_id: UUID,
    status: str = "waiting",
    *,
    mentions: str = "",
    days: int = 0,
    kind: str = "accounts.person.changed.v1",
) -> UUID:
    parked_id = new_id()
    async with world.ledger.transaction() as session:
        await session.execute(
            insert(PARKED).values(
                id=parked_id,
                producer=kind.partition(".")[0],
                number=1,
                event_id=str(new_id()),
                type=kind,
                aggregate_id=str(aggregate_id),
                body=f'{{"words": "{SECRET}", "people": ["{mentions}"]}}',
                headers={},
                error=SECRET,
                parked_at=clock.real_now() - timedelta(days=days),
                status=status,
                settled_reason=None if status == "waiting" else SECRET,
            )
        )
    return parked_id


async def _rows(world: World) -> dict[UUID, tuple[str, bool]]:
    """Status of each parked event, and whether the words still stand in it."""
    async with world.ledger.reading() as session:
        rows = (await session.execute(select(PARKED))).all()
    return {
        row.id: (row.status, SECRET in f"{row.body}{row.error}{row.settled_reason}") for row in rows
    }


async def test_what_was_set_aside_about_an_erased_person_loses_its_words(world: World) -> None:
    person, other = new_id(), new_id()
    waiting = await _park(world, person)
    of_another = await _park(world, person, kind="partnering.contact.frozen.v1")
    unreadable = await _park(world, person, "unreadable")
    settled = [await _park(world, person, status) for status in ("retried", "discarded")]
    naming = await _park(world, other, "discarded", mentions=str(person).upper())
    erasure = await _park(world, person, kind=ErasureRequested.type)
    untouched = [await _park(world, other), await _park(world, other, "retried")]
    async with world.ledger.transaction() as session:
        await forget_parked(session, person)
    rows = await _rows(world)
    assert [rows[one] for one in (waiting, of_another, unreadable, naming)] == [
        ("discarded", False)
    ] * 4
    assert [rows[one] for one in settled] == [("retried", False), ("discarded", False)]
    assert rows[erasure][0] == "waiting"
    assert [rows[one] for one in untouched] == [("waiting", True), ("retried", True)]


async def test_an_erasure_does_not_queue_behind_a_parked_event_of_the_person(world: World) -> None:
    person = new_id()
    await _park(world, person)

    def message(kind: str) -> Message:
        return Message("accounts", 1, str(new_id()), kind, str(person), "{}", {})

    async with world.ledger.transaction() as session:
        position = await Position.locked(session, "accounts")
        assert position.place(message("accounts.person.changed.v1")) is Place.BEHIND_PARKED
        assert position.place(message(ErasureRequested.type)) is Place.NEXT
        position.erased(str(person))
        assert position.place(message("accounts.person.changed.v1")) is Place.NEXT


async def test_parked_events_forget_before_their_producer_can_no_longer_reword_them(
    world: World,
) -> None:
    person = new_id()
    old = await _park(world, person, days=29)
    settled = await _park(world, new_id(), "retried", days=29)
    behind = await _park(world, person, days=1)
    fresh = await _park(world, new_id(), "retried", days=27)
    async with world.ledger.transaction() as session:
        assert await forget_old_parked(session) == 1
    async with world.ledger.transaction() as session:
        assert await forget_old_parked(session) == 0
    rows = await _rows(world)
    assert (rows[old][0], rows[settled][0]) == ("discarded", "retried")
    async with world.ledger.reading() as session:
        bodies = {row.id: row.body for row in await session.execute(select(PARKED))}
    assert (bodies[old], bodies[settled]) == ("", "")
    assert rows[behind] == ("retry", True)
    assert rows[fresh] == ("retried", True)


async def test_what_was_published_is_forgotten_after_35_days(world: World) -> None:
    async def numbers() -> list[int]:
        async with world.announcer.reading() as session:
            rows = await session.scalars(
                text(
                    "SELECT number FROM outbox WHERE number <= (SELECT published_number"
                    " FROM outbox_head) ORDER BY number"
                )
            )
            return list(rows)

    async def published() -> bool:
        return len(await numbers()) == 3

    async def swept() -> bool:
        return await numbers() == [2, 3]

    async with world.running(world.announcing()):
        await world.say("old", "younger", "new")
        await world.until(published)
    async with world.announcer.transaction() as session:
        for number, days in ((1, 36), (2, 34)):
            await session.execute(
                text(
                    "UPDATE outbox SET recorded_at = now() - :days * interval '1 day'"
                    " WHERE number = :number"
                ),
                {"days": days, "number": number},
            )
    async with world.running(world.announcing()):
        await world.until(swept)
