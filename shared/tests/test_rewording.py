"""What was announced loses its words everywhere: outbox, stream, and what consumers set aside."""

from uuid import UUID

from nats.js.errors import NotFoundError
from sqlalchemy import text

from shared.contracts.accounts import TeacherRefused
from shared.outbox import OUTBOX, reword

from .conftest import World

SECRET = "Ayşe’s 4711 secret"


async def _forget(world: World, person: UUID) -> None:
    blank = TeacherRefused(person_id=person, reason="").model_dump_json()
    async with world.announcer.transaction() as session:
        await reword(session, OUTBOX.c.aggregate_id == person, blank)


async def _bodies(world: World) -> list[tuple[int, str]]:
    """Sequence and body of every message of the stream, in order."""
    state = (await world.jetstream.stream_info("ACCOUNTS")).state
    found = []
    for sequence in range(max(state.first_seq, 1), state.last_seq + 1):
        try:
            message = await world.jetstream.get_msg("ACCOUNTS", sequence)
        except NotFoundError:
            continue
        found.append((sequence, (message.data or b"").decode()))
    return found


async def _reworded(world: World) -> bool:
    async with world.announcer.reading() as session:
        query = text("SELECT count(*) FROM outbox WHERE reworded_at IS NOT NULL")
        return await session.scalar(query) == 0


async def test_reworded_events_leave_the_stream_and_come_back_blank_under_their_numbers(
    world: World,
) -> None:
    async with world.running():
        await world.say("before")
        person = await world.say(SECRET, SECRET)
        await world.say("after")
        await world.until_effects(4)
        await _forget(world, person)
        await world.until(lambda: _reworded(world))
        bodies = await _bodies(world)
        assert not any(SECRET in body for _, body in bodies)
        assert len(bodies) == 4
        numbers = [
            (await world.jetstream.get_msg("ACCOUNTS", sequence)).headers or {}
            for sequence, _ in bodies[-2:]
        ]
        assert [headers["Meridian-Number"] for headers in numbers] == ["2", "3"]
        await world.say("still flowing")
        assert (await world.until_effects(5))[-1] == "still flowing"


async def test_every_copy_goes_when_an_event_was_sent_several_times(world: World) -> None:
    async with world.running():
        person = await world.say(SECRET)
        await world.until_effects(1)
        for _ in range(2):
            await world.ask_again()
            await world.until(lambda: _holds(world, 2))
        await _forget(world, person)
        await world.until(lambda: _reworded(world))
        assert not any(SECRET in body for _, body in await _bodies(world))


async def _holds(world: World, count: int) -> bool:
    return len(await _bodies(world)) >= count


async def test_words_taken_back_stay_away_when_everything_is_sent_again(world: World) -> None:
    async with world.running():
        await world.say("before")
        person = await world.say(SECRET)
        await world.until_effects(2)
        await _forget(world, person)
        await world.until(lambda: _reworded(world))
        await world.jetstream.purge_stream("ACCOUNTS")
        await world.ask_again()
        await world.until(lambda: _holds(world, 2))
        await world.say("after")
        assert await world.until_effects(3) == ["before", SECRET, "after"]
    bodies = await _bodies(world)
    assert len(bodies) == 3
    assert not any(SECRET in body for _, body in bodies)


async def test_words_taken_back_while_everything_is_sent_again_leave_the_stream(
    world: World,
) -> None:
    """The copies that were under way with the old words go as well."""
    async with world.running(world.announcing()):
        person = await world.say(*(SECRET for _ in range(300)))
        await world.until(lambda: _holds(world, 300))
        await world.ask_again()
        await _forget(world, person)
        await world.ask_again()
        await world.until(lambda: _reworded(world))
        await world.until(lambda: _holds(world, 300))
    assert not any(SECRET in body for _, body in await _bodies(world))


async def test_a_consumer_that_is_far_behind_reads_only_the_new_words(world: World) -> None:
    async with world.running(world.announcing()):
        await world.say("before")
        person = await world.say(SECRET)
        await world.say("after")
        await world.until(lambda: _holds(world, 3))
        await _forget(world, person)
        await world.until(lambda: _reworded(world))
    async with world.running():
        assert await world.until_effects(3) == ["before", "", "after"]


async def test_words_are_taken_back_after_the_broker_was_away(world: World) -> None:
    async with world.running(world.announcing()):
        person = await world.say(SECRET)
        await world.until(lambda: _holds(world, 1))
    await _forget(world, person)
    async with world.running(world.announcing()):
        await world.until(lambda: _reworded(world))
    assert not any(SECRET in body for _, body in await _bodies(world))


async def test_what_a_consumer_parked_forgets_the_words_too(world: World) -> None:
    world.failing[SECRET] = ValueError(f"cannot digest {SECRET}")
    async with world.running():
        person = await world.say(SECRET)
        await world.say("marker")
        await world.until_effects(1)
        await _forget(world, person)

        async def forgotten() -> bool:
            async with world.ledger.reading() as session:
                row = (await session.execute(text("SELECT body, error FROM parked"))).one()
                return SECRET not in f"{row.body} {row.error}"

        await world.until(forgotten)
