"""The off-line check: what the record says, against what the clients were told."""

import json
from collections import Counter

from meridian.layout import DOMAIN_SERVICES
from shared.bus.topology import CONSUMERS

from ..conftest import System
from .crew import History
from .installation import rows


async def broken_promises(system: System, history: History) -> list[str]:
    """Sentences about everything lost, doubled, out of order or set aside. Empty is good."""
    return [
        *history.refused,
        *(f"given up: {one}" for one in history.given_up),
        *await _messages(system, history),
        *await _names(system, history),
        *await _numbers(system),
        *await _positions(system),
        *await _effects(system, history),
    ]


async def _messages(system: System, history: History) -> list[str]:
    written = await rows(system, "SELECT id::text, text FROM partnering.messages ORDER BY id")
    texts = Counter(row["text"] for row in written)
    announced = await rows(
        system,
        "SELECT number, body FROM partnering.outbox"
        " WHERE type = 'partnering.message.posted.v1' ORDER BY number",
    )
    facts = [json.loads(row["body"])["message_id"] for row in announced]
    counted = Counter(facts)
    wrong = []
    for text, (message_id, _) in history.acknowledged.items():
        if texts[text] != 1:
            wrong.append(f"“{text}” is there {texts[text]} times")
        if counted[message_id] != 1:
            wrong.append(f"“{text}” was announced {counted[message_id]} times")
    place = {message_id: index for index, message_id in enumerate(facts)}
    for author, said in history.order.items():
        places = [place.get(history.acknowledged[text][0], -1) for text in said]
        if places != sorted(places):
            wrong.append(f"what {author} said is announced out of order")
    return wrong


async def _names(system: System, history: History) -> list[str]:
    """The last name arrived everywhere, and no older one came after it."""
    wrong = []
    for service in ("accounts", "partnering", "course", "projects", "notifications"):
        found = await rows(system, f"SELECT id::text, name FROM {service}.people")
        names = {row["id"]: row["name"] for row in found}
        wrong += [
            f"{service} calls {person} {names.get(person)!r} instead of {name!r}"
            for person, name in history.renamed.items()
            if names.get(person) != name
        ]
    return wrong


async def _numbers(system: System) -> list[str]:
    wrong = []
    for service in DOMAIN_SERVICES:
        found = await rows(system, f"SELECT number FROM {service}.outbox ORDER BY number")
        if [row["number"] for row in found] != list(range(1, len(found) + 1)):
            wrong.append(f"the numbers of {service} have gaps")
        parked = await rows(system, f"SELECT type, error FROM {service}.parked")
        wrong += [f"{service} parked {row['type']}: {row['error']}" for row in parked]
    return wrong


async def _positions(system: System) -> list[str]:
    wrong = []
    for producer, consumers in CONSUMERS.items():
        (last,) = await rows(
            system, f"SELECT coalesce(max(number), 0) AS number FROM {producer}.outbox"
        )
        for consumer in consumers:
            found = await rows(
                system, f"SELECT next_number FROM {consumer}.inbox WHERE producer = $1", producer
            )
            position = found[0]["next_number"] if found else 1
            if position != last["number"] + 1:
                wrong.append(f"{consumer} stands at {position} of {producer}'s {last['number']}")
    return wrong


async def _effects(system: System, history: History) -> list[str]:
    """Unread messages of a room are one entry, which each new message replaces: so every reader has
    exactly one, and it is about the last message. A lost, doubled or overtaken one would show.

    Only rooms of this history: elsewhere somebody may have read, or been erased."""
    told = await rows(
        system,
        "SELECT person_id::text, about_id::text, event_id FROM notifications.entries"
        " WHERE kind = 'message_posted' AND about_id = ANY($1::uuid[])",
        list(history.rooms),
    )
    posted = await rows(
        system,
        "SELECT event_id, body FROM partnering.outbox"
        " WHERE type = 'partnering.message.posted.v1' ORDER BY number",
    )
    last = {}
    for row in posted:
        fact = json.loads(row["body"])
        if fact["partnership_id"] not in history.rooms:
            continue
        for reader in set(fact["person_ids"]) - {fact["author_id"]}:
            last[reader, fact["partnership_id"]] = row["event_id"]
    entries = Counter((row["person_id"], row["about_id"]) for row in told)
    wrong = [f"{key} has {times} entries" for key, times in entries.items() if times != 1]
    newest = {(row["person_id"], row["about_id"]): row["event_id"] for row in told}
    return wrong + [
        f"{key} was told last of {newest.get(key)} instead of {event_id}"
        for key, event_id in last.items()
        if newest.get(key) != event_id
    ]
