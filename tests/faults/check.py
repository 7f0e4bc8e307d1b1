"""The off-line check of an installation: its record and its effects, against the clients' history."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg

from meridian.layout import DOMAIN_SERVICES
from meridian.provisioning.database import DATABASE, in_database
from shared.bus.topology import CONSUMERS

from ..conftest import System
from . import ledger
from .history import History, commands
from .judgement import Fact, Record, Verdict, judge_commands, judge_effects, judge_numbers

WRITTEN = {
    "message": "SELECT text FROM partnering.messages WHERE partnership_id = ANY($1)",
    "task": "SELECT title FROM partnering.tasks WHERE partnership_id = ANY($1)",
    "note": "SELECT text FROM partnering.room_notes WHERE partnership_id = ANY($1)",
    "meeting": "SELECT title FROM partnering.meetings WHERE partnership_id = ANY($1)",
    "agreement": "SELECT terms->>'other' FROM partnering.agreements WHERE partnership_id = ANY($1)",
    "plan": "SELECT content->>'tools' FROM course.plan_versions WHERE partnership_id = ANY($1)",
}
REPORTED = """
SELECT unnest(string_to_array(text, E'\\n\\n---\\n\\n'))
FROM partnering.reports WHERE reported_by = ANY($1)
"""
"""One open report takes all that one person says about the same."""
ANNOUNCED = {
    "message": ("partnering", "partnering.message.posted.v1"),
    "meeting": ("partnering", "partnering.meeting.proposed.v1"),
    "rename": ("accounts", "accounts.person.changed.v1"),
}
MARKED = {
    "message": "SELECT id::text, text FROM partnering.messages",
    "meeting": "SELECT id::text, title FROM partnering.meetings",
}

Connection = asyncpg.Connection


async def verdict(
    system: System, path: Path, rooms: set[str], since: Mapping[str, int] | None
) -> Verdict:
    """Judge a history. `since`: the producers' numbers when the ledger began; None without one."""
    connection = await asyncpg.connect(in_database(system.installation.superuser_dsn, DATABASE))
    try:
        asked = commands(path)
        lanes = {command.lane for command in asked}
        judged = judge_commands(asked, await _record(connection, rooms, lanes))
        for service in DOMAIN_SERVICES:
            judged.add(await _numbers(connection, service))
        judged.add(await _positions(connection))
        judged.add(await _projections(connection))
        if since is not None:
            judged.add(await _effects(connection, since))
        return judged
    finally:
        await connection.close()


async def broken_promises(system: System, history: History) -> list[str]:
    """Sentences about everything that is not as promised. Empty is good."""
    history.close()
    judged = await verdict(system, history.path, history.rooms, None)
    return judged.findings


async def _record(connection: Connection, rooms: set[str], lanes: set[str]) -> Record:
    """What stands in the rooms of a history, and what its people did elsewhere."""
    written: Counter[str] = Counter()
    for query in WRITTEN.values():
        for (mark,) in await connection.fetch(query, list(rooms)):
            if mark:
                written[mark] += 1
    for (mark,) in await connection.fetch(REPORTED, list(lanes)):
        written[mark] += 1
    announced = {kind: await _announced(connection, kind, lanes) for kind in ANNOUNCED}
    # A name is recorded by being announced: the table keeps the last one only.
    for mark in set(announced["rename"]):
        written[mark] = 1
    return Record(written, announced, frozenset({"rename"}))


async def _announced(connection: Connection, kind: str, lanes: set[str]) -> list[str]:
    facts = await _facts(connection, kind, 0)
    if kind == "rename":
        own = [fact["name"] for fact in facts if fact["person_id"] in lanes]
        return [name for name in own if " rename " in name]
    marks = dict(await connection.fetch(MARKED[kind]))
    return [marks.get(fact[f"{kind}_id"], "?") for fact in facts]


async def _facts(connection: Connection, kind: str, since: int) -> list[dict[str, Any]]:
    """The events of a kind, in the order of their numbers, each with the id it travels under."""
    service, event_type = ANNOUNCED[kind]
    found = await connection.fetch(
        f"SELECT event_id::text, body FROM {service}.outbox"
        " WHERE type = $1 AND number > $2 ORDER BY number",
        event_type,
        since,
    )
    return [{**json.loads(body), "event": event_id} for event_id, body in found]


async def _numbers(connection: Connection, service: str) -> Verdict:
    rows = await connection.fetch(f"SELECT number FROM {service}.outbox")
    judged = judge_numbers(service, [row["number"] for row in rows])
    for row in await connection.fetch(f"SELECT type, error FROM {service}.parked"):
        judged.say("lost", f"{service} parked {row['type']}: {row['error']}")
    return judged


async def _positions(connection: Connection) -> Verdict:
    judged = Verdict()
    for producer, consumers in CONSUMERS.items():
        last = await connection.fetchval(f"SELECT coalesce(max(number), 0) FROM {producer}.outbox")
        for consumer in consumers:
            query = f"SELECT next_number FROM {consumer}.inbox WHERE producer = $1"
            position = await connection.fetchval(query, producer) or 1
            if position != last + 1:
                sentence = f"{consumer} stands at {position} of {producer}'s {last}"
                judged.say("lost", sentence, abs(last + 1 - position))
    return judged


async def _projections(connection: Connection) -> Verdict:
    """Whoever keeps people calls them by the last name that was announced."""
    judged = Verdict()
    last = {fact["person_id"]: fact["name"] for fact in await _facts(connection, "rename", 0)}
    for service in ledger.PEOPLE:
        names = dict(await connection.fetch(f"SELECT id::text, name FROM {service}.people"))
        for person, name in last.items():
            if " rename " in name and names.get(person) != name:
                judged.say("lost", f"{service} calls {person} {names.get(person)!r}, not {name!r}")
    return judged


async def _effects(connection: Connection, since: Mapping[str, int]) -> Verdict:
    judged = Verdict()
    actual = await ledger.read(connection)
    names = [
        Fact(fact["person_id"], fact["name"])
        for fact in await _facts(connection, "rename", since["accounts"])
    ]
    for service in ledger.PEOPLE:
        judged.add(judge_effects(f"{service}.people", names, actual.get(f"{service}.people", [])))
    told = [
        Fact(f"{reader} {fact['partnership_id']}", fact["event"])
        for fact in await _facts(connection, "message", since["partnering"])
        for reader in fact["person_ids"]
    ]
    kept = {fact.mark for fact in told}
    entries = [fact for fact in actual.get("notifications.entries", []) if fact.mark in kept]
    judged.add(judge_effects("notifications.entries", told, entries))
    return judged
