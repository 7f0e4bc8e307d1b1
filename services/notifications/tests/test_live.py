"""Hints come after the commit, only to those who listen, and only to the person they are for."""

import asyncio
import json
from contextlib import ExitStack
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import Message

from notifications.app import create_app
from notifications.inbox.model import Entry
from notifications.live.hub import (
    HUB,
    MOST_CHANNELS,
    MOST_OF_ONE,
    Hub,
    TooManyChannels,
    TooManyOfOne,
)
from notifications.live.model import StreamEnding
from notifications.settings import Settings
from notifications.streams.queries import lately
from shared.contracts.accounts import RoleGrant, SessionsEnded
from shared.contracts.partnering import MessagePosted
from shared.db import Database
from shared.http import Principal
from shared.testing import api_client, bearer, principal

from .conftest import Happens, happen, person
from .test_reactions import example


async def test_a_hint_comes_when_the_notification_is_committed(happens: Happens) -> None:
    reader, other = uuid4(), uuid4()
    with HUB.channel(uuid4()) as channel:
        assert HUB.join(channel.key, reader)
        await happens(example(MessagePosted, person_ids=(reader, other)))
        assert await asyncio.wait_for(channel.hints.get(), 1) == ("inbox", reader)
        assert channel.hints.empty()


async def test_no_hint_comes_when_the_transaction_fails(database: Database) -> None:
    reader = uuid4()
    with HUB.channel(uuid4()) as channel:
        HUB.join(channel.key, reader)
        with pytest.raises(RuntimeError):
            await _fails(database, example(MessagePosted, person_ids=(reader,)))
        assert channel.hints.empty()


async def _fails(database: Database, event: MessagePosted) -> None:
    async with database.transaction() as session:
        assert isinstance(session, AsyncSession)
        await happen(session, event)
        raise RuntimeError


async def test_a_process_without_reactions_finds_hints_by_asking(
    happens: Happens, database: Database
) -> None:
    reader, other = uuid4(), uuid4()
    await happens(example(MessagePosted, person_ids=(reader, other)))
    async with database.reading() as session:
        found = await lately(session, Entry, [reader])
        assert list(found.values()) == [reader]
        assert await lately(session, Entry, []) == {}


async def test_the_stream_names_its_channel_and_carries_the_hints_of_who_joins(
    database: Database, settings: Settings, happens: Happens
) -> None:
    mine, others = uuid4(), uuid4()
    app = create_app(settings)
    said: asyncio.Queue[str] = asyncio.Queue()
    async with api_client(app) as client:
        reading = asyncio.create_task(_read(app, principal(mine), said))
        try:
            first = json.loads(await asyncio.wait_for(said.get(), 5))
            assert first["about"] == "channel"
            headers = bearer(principal(others), "notifications")
            path = f"/v1/me/live/{first['channel']}"
            assert (await client.put(path, headers=headers)).status_code == 204
            assert (await client.put("/v1/me/live/guess", headers=headers)).status_code == 404
            await happens(example(MessagePosted, person_ids=(others,)))
            hint = json.loads(await asyncio.wait_for(said.get(), 5))
            assert hint == {"about": "inbox", "channel": None, "person_id": str(others)}
        finally:
            reading.cancel()
            await asyncio.wait([reading])


async def _read(app: FastAPI, who: Principal, said: asyncio.Queue[str]) -> None:
    """An ASGI client that reads while the answer goes on, which httpx's transport cannot."""
    headers = bearer(who, "notifications")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/v1/me/live",
        "raw_path": b"/v1/me/live",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("service.test", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(b"authorization", headers["Authorization"].encode())],
    }

    async def receive() -> Message:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        for line in message.get("body", b"").decode().splitlines():
            if line.startswith("data:"):
                await said.put(line.removeprefix("data:"))

    await app(scope, receive, send)


def test_one_channel_carries_hints_for_many_people_until_they_leave() -> None:
    hub = Hub()
    people = [uuid4() for _ in range(3)]
    with hub.channel(uuid4()) as channel:
        for one in people:
            assert hub.join(channel.key, one)
        hub.hint(people)
        assert [channel.hints.get_nowait() for _ in people] == [("inbox", one) for one in people]
        hub.leave(channel.key, people[0])
        hub.hint(people)
        left = [channel.hints.get_nowait() for _ in people[1:]]
        assert left == [("inbox", one) for one in people[1:]]
    assert not hub.join(channel.key, people[0])


def test_a_guessed_channel_takes_nobody_in() -> None:
    assert not Hub().join("guessed", uuid4())


def test_a_slow_reader_loses_hints_and_nothing_else() -> None:
    hub, reader = Hub(), uuid4()
    with hub.channel(uuid4()) as channel:
        hub.join(channel.key, reader)
        hub.hint([reader] * 5000)
        assert channel.hints.full()


def test_a_process_carries_only_so_many_channels() -> None:
    hub = Hub()
    open_channels = [hub.channel(uuid4()) for _ in range(MOST_CHANNELS)]
    for one in open_channels:
        one.__enter__()
    with pytest.raises(TooManyChannels), hub.channel(uuid4()):
        pass
    for one in open_channels:
        one.__exit__(None, None, None)
    with hub.channel(uuid4()):
        pass


async def test_one_person_cannot_take_the_channels_of_all(
    database: Database, settings: Settings
) -> None:
    greedy, other = uuid4(), uuid4()
    with ExitStack() as opened:
        for _ in range(MOST_OF_ONE):
            opened.enter_context(HUB.channel(greedy))
        with pytest.raises(TooManyOfOne), HUB.channel(greedy):
            pass
        opened.enter_context(HUB.channel(other))
        async with api_client(create_app(settings)) as client:
            headers = bearer(principal(greedy), "notifications")
            answer = await client.get("/v1/me/live", headers=headers)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    with HUB.channel(greedy):
        pass


async def test_a_stream_ends_with_the_session_it_was_opened_by(
    database: Database, settings: Settings, happens: Happens
) -> None:
    who = principal(uuid4())
    app = create_app(settings)
    said: asyncio.Queue[str] = asyncio.Queue()
    async with api_client(app) as client:
        reading = asyncio.create_task(_read(app, who, said))
        channel = json.loads(await asyncio.wait_for(said.get(), 5))["channel"]
        await happens(SessionsEnded(person_id=who.person_id, session_ids=(who.session_id,)))
        await asyncio.wait_for(reading, 5)
        assert json.loads(said.get_nowait())["about"] == "access"
        headers = bearer(who, "notifications")
        for again in (
            client.get("/v1/me/live", headers=headers),
            client.put(f"/v1/me/live/{channel}", headers=headers),
        ):
            assert (await again).status_code in {401, 404}
        refused = await client.get("/v1/me/live", headers=headers)
        assert refused.json()["type"] == "session-ended"
        others = principal(who.person_id)
        again = asyncio.create_task(_read(app, others, said))
        assert json.loads(await asyncio.wait_for(said.get(), 5))["about"] == "channel"
        again.cancel()
        await asyncio.wait([again])


async def test_a_channel_goes_on_for_the_others_when_one_of_them_is_signed_out(
    happens: Happens,
) -> None:
    leaves, stays = uuid4(), uuid4()
    with HUB.channel(leaves) as channel:
        HUB.join(channel.key, leaves)
        HUB.join(channel.key, stays)
        await happens(SessionsEnded(person_id=leaves, session_ids=(uuid4(),)))
        await happens(example(MessagePosted, person_ids=(leaves, stays)))
        hints = [channel.hints.get_nowait() for _ in range(channel.hints.qsize())]
        assert hints == [("access", leaves), ("inbox", stays)]


async def test_streams_end_when_roles_change_and_not_when_a_name_does(happens: Happens) -> None:
    tutor = person(roles=("tutor",))
    await happens(tutor)
    with HUB.channel(tutor.person_id) as channel:
        HUB.join(channel.key, tutor.person_id)
        await happens(tutor.model_copy(update={"name": "Ayşe Kaya"}))
        assert channel.people == {tutor.person_id}
        await happens(tutor.model_copy(update={"roles": (RoleGrant(role="mentor"),)}))
        assert channel.people == set()


async def test_a_process_without_reactions_ends_streams_by_asking(
    happens: Happens, database: Database
) -> None:
    gone = uuid4()
    await happens(SessionsEnded(person_id=gone, session_ids=(uuid4(),)))
    async with database.reading() as session:
        found = await lately(session, StreamEnding, [gone, uuid4()])
        assert list(found.values()) == [gone]


def test_a_slow_reader_still_learns_that_somebody_has_to_come_again() -> None:
    hub, reader = Hub(), uuid4()
    with hub.channel(uuid4()) as channel:
        hub.join(channel.key, reader)
        hub.hint([reader] * 5000)
        hub.end(reader)
        hints = [channel.hints.get_nowait() for _ in range(channel.hints.qsize())]
        assert hints[-1] == ("access", reader)
