"""A message counts only if subject, type, producer and number agree, whoever stored it."""

import json
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from shared import inbox, parking
from shared.bus import Message
from shared.bus.message import NUMBER, UntrueMessage, wire_headers
from shared.contracts.accounts import TeacherRefused
from shared.ids import new_id

from .conftest import World

SUBJECT = TeacherRefused.type
PERSON = new_id()
BODY = TeacherRefused(person_id=PERSON, reason="forged").model_dump_json().encode()


def true_headers(number: int = 1, event_type: str = SUBJECT) -> dict[str, str]:
    return wire_headers(
        service="accounts",
        number=number,
        event_id=str(new_id()),
        event_type=event_type,
        aggregate_id=str(PERSON),
        occurred_at="2026-11-28T00:00:00+00:00",
        message_id=str(new_id()),
        trace={},
    )


UNTRUE: dict[str, dict[str, str | None]] = {
    "another type of the producer": {"ce-type": "accounts.person.changed.v1"},
    "another version": {"ce-type": "accounts.teacher.refused.v2"},
    "the type of another service": {"ce-type": "partnering.enrolment.left.v1"},
    "no type": {"ce-type": None},
    "another producer": {"ce-source": "/meridian/course"},
    "no producer": {"ce-source": None},
    "no number": {NUMBER: None},
    "number nought": {NUMBER: "0"},
    "a negative number": {NUMBER: "-1"},
    "a number with a sign": {NUMBER: "+1"},
    "a number with an underscore": {NUMBER: "1_0"},
    "a number of another script": {NUMBER: "١"},
    "a number and a space": {NUMBER: "1 "},
    "a fraction": {NUMBER: "1.0"},
    "an endless number": {NUMBER: "1" * 5000},
    "no id": {"ce-id": None},
    "an id that is none": {"ce-id": "x' OR 1=1"},
    "no aggregate": {"ce-subject": None},
    "an aggregate that is none": {"ce-subject": "everybody"},
}


def with_changes(changes: dict[str, str | None]) -> dict[str, str]:
    return {
        name: value for name, value in {**true_headers(), **changes}.items() if value is not None
    }


@pytest.mark.parametrize("what", UNTRUE)
def test_what_disagrees_with_itself_is_no_message(what: str) -> None:
    with pytest.raises(UntrueMessage):
        Message.parse("accounts", SUBJECT, with_changes(UNTRUE[what]), BODY)


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"reason": "\x00"}'])
def test_what_no_outbox_can_hold_is_no_message(body: bytes) -> None:
    with pytest.raises(UntrueMessage):
        Message.parse("accounts", SUBJECT, true_headers(), body)


@pytest.mark.parametrize("headers", [None, {}, {NUMBER: "1"}])
def test_a_bare_body_is_no_message(headers: dict[str, str] | None) -> None:
    with pytest.raises(UntrueMessage):
        Message.parse("accounts", SUBJECT, headers, BODY)


def test_what_agrees_is_read() -> None:
    read = Message.parse("accounts", SUBJECT, true_headers(7), BODY)
    assert (read.number, read.type, UUID(read.aggregate_id)) == (7, SUBJECT, PERSON)


def untrue() -> float:
    pair = {"service": "notifications", "producer": "accounts"}
    return REGISTRY.get_sample_value("meridian_events_untrue_total", pair) or 0.0


@pytest.mark.parametrize(
    "what", ["another type of the producer", "another producer", "the type of another service"]
)
async def test_an_untrue_message_is_dropped_with_an_alarm_and_the_position_stays(
    world: World, what: str
) -> None:
    """It bears the number that is expected: the true event of that number must still have its effect."""
    before = untrue()
    async with world.running(world.consuming()):
        for _ in range(3):
            await world.jetstream.publish(SUBJECT, BODY, headers=with_changes(UNTRUE[what]))
        await world.jetstream.publish("accounts.x", b"not even json")

        async def dropped() -> bool:
            return untrue() - before == 4

        await world.until(dropped)
        async with world.ledger.transaction() as session:
            assert await inbox.next_number(session, "accounts") == 1
            assert await parking.parked_events(session) == []
    async with world.running():
        await world.say("true")
        assert await world.until_effects(1) == ["true"]
    assert await world.effects() == ["true"]


PARK = text(
    "INSERT INTO parked (id, producer, number, event_id, type, aggregate_id, body, headers, error,"
    " parked_at, status) VALUES (:id, :producer, :number, :event_id, :type, :aggregate_id, :body,"
    " CAST(:headers AS jsonb), 'a test', now(), 'waiting')"
)


async def park(world: World, producer: str, number: int, headers: dict[str, str]) -> UUID:
    """As an earlier release set events aside: by what their headers said."""
    row = {
        "id": new_id(),
        "producer": producer,
        "number": number,
        "event_id": headers["ce-id"],
        "type": headers["ce-type"],
        "aggregate_id": headers["ce-subject"],
        "body": BODY.decode(),
        "headers": json.dumps(headers),
    }
    async with world.ledger.transaction() as session:
        await session.execute(PARK, row)
    return row["id"]


@pytest.mark.parametrize(
    ("producer", "number", "counts"),
    [("accounts", 5, True), ("course", 5, False), ("accounts", 6, False)],
)
async def test_what_is_tried_again_is_held_against_its_own_words_once_more(
    world: World, producer: str, number: int, counts: bool
) -> None:
    parked_id = await park(world, producer, number, true_headers(5))
    async with world.running(world.consuming()):
        async with world.ledger.transaction() as session:
            assert await parking.request_retry(session, parked_id, "operator")

        async def settled() -> bool:
            query = text("SELECT status FROM parked WHERE error <> 'a test' OR status = 'retried'")
            async with world.ledger.reading() as session:
                return await session.scalar(query) is not None

        await world.until(settled)
    assert await world.effects() == (["forged"] if counts else [])


async def test_what_one_producer_says_keeps_no_event_of_another_waiting(world: World) -> None:
    """Ids are not secret: a parked event that names somebody else's aggregate blocks nothing."""
    await park(world, "course", 1, true_headers(1, "course.thing.happened.v1"))
    async with world.running():
        await world.say("flows", person=PERSON)
        assert await world.until_effects(1) == ["flows"]
