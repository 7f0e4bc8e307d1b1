"""What an operator sees and does at the command line, against a running installation."""

import asyncio
import json
import re
from uuid import uuid4

import asyncpg
import pytest

from meridian import topology
from shared.bus.message import wire_headers
from shared.bus.topology import CONSUMERS

from ..conftest import System
from .conftest import Pairs
from .installation import rows, settled

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]


async def _park(system: System) -> str:
    """An event that nobody can read, under the next number that notifications expects of course."""
    (expected,) = await rows(
        system, "SELECT next_number FROM notifications.inbox WHERE producer = 'course'"
    )
    headers = wire_headers(
        service="course",
        number=expected["next_number"],
        event_id=str(uuid4()),
        event_type="course.week.opened.v9",
        aggregate_id=str(uuid4()),
        occurred_at="2027-01-18T08:00:00Z",
        message_id=str(uuid4()),
        trace={},
    )
    at = system.installation
    async with topology.provisioner(at.nats_url, at.keys.provisioner_seed_file) as bus:
        await bus.jetstream.publish("course.week.opened.v9", b"{}", headers=headers)
    found: list[asyncpg.Record] = []
    async with asyncio.timeout(60):
        while not found:
            found = await rows(
                system,
                "SELECT id::text FROM notifications.parked WHERE event_id = $1",
                headers["ce-id"],
            )
            await asyncio.sleep(0.1)
    return str(found[0]["id"])


async def _take_back(system: System, consumer: str) -> None:
    """Whoever listens has passed a number that the producer has not given."""
    (head,) = await rows(system, "SELECT last_number FROM course.outbox_head")
    passed: list[asyncpg.Record] = []
    async with asyncio.timeout(30):
        while not passed:
            passed = await rows(
                system,
                f"UPDATE {consumer}.inbox SET next_number = $1 + 1"
                " WHERE producer = 'course' AND next_number = $1 + 2 RETURNING 1",
                head["last_number"],
            )
            await asyncio.sleep(0.1)


async def test_parked_events_are_listed_shown_tried_again_and_given_up(
    system: System, pairs: Pairs
) -> None:
    await pairs(1)
    await settled(system)
    parked = await _park(system)
    for consumer in CONSUMERS["course"]:
        await _take_back(system, consumer)
    assert parked in re.sub(r"\s", "", system.run("parked", "list"))
    shown = system.run("parked", "show", parked)
    assert "no reaction to version course.week.opened.v9" in shown
    system.run("parked", "retry", parked)
    system.run("parked", "discard", parked, "--reason", "nobody will ever read it")
    assert parked not in re.sub(r"\s", "", system.run("parked", "list"))
    (kept,) = await rows(
        system, "SELECT settled_reason, settled_by FROM notifications.parked WHERE id = $1", parked
    )
    assert kept["settled_reason"] == "nobody will ever read it"
    assert kept["settled_by"].startswith("command line: ")
    # The other tests of this installation count whatever was set aside.
    await rows(system, "DELETE FROM notifications.parked WHERE id = $1", parked)


async def test_the_broker_is_rebuilt_by_one_command_and_everything_goes_on(
    system: System, pairs: Pairs
) -> None:
    members = await pairs(1)
    await settled(system)
    assert "Everything announced has arrived." in system.run("bus", "status")
    assert "Created" in system.run("bus", "rebuild")
    one = members[0]
    path = f"/v1/partnerships/{one.partnership_id}/messages"
    message = await one.person.create("partnering", path, {"text": "after it"}, "after")
    await settled(system)
    announced = await rows(
        system,
        "SELECT body FROM partnering.outbox WHERE type = 'partnering.message.posted.v1'",
    )
    assert message in {json.loads(row["body"])["message_id"] for row in announced}
    assert "Everything announced has arrived." in system.run("bus", "status")
