"""Hints come after the commit, only to those who listen, and only to the person they are for."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.live.hub import HUB, MOST_CHANNELS, Hub, TooManyChannels
from shared.contracts.partnering import MessagePosted
from shared.db import Database

from .conftest import Happens, happen
from .test_reactions import example


async def test_a_hint_comes_when_the_notification_is_committed(happens: Happens) -> None:
    reader, other = uuid4(), uuid4()
    with HUB.channel() as channel:
        assert HUB.join(channel.key, reader)
        await happens(example(MessagePosted, person_ids=(reader, other)))
        assert await asyncio.wait_for(channel.hints.get(), 1) == reader
        assert channel.hints.empty()


async def test_no_hint_comes_when_the_transaction_fails(database: Database) -> None:
    reader = uuid4()
    with HUB.channel() as channel:
        HUB.join(channel.key, reader)
        with pytest.raises(RuntimeError):
            await _fails(database, example(MessagePosted, person_ids=(reader,)))
        assert channel.hints.empty()


async def _fails(database: Database, event: MessagePosted) -> None:
    async with database.transaction() as session:
        assert isinstance(session, AsyncSession)
        await happen(session, event)
        raise RuntimeError


def test_one_channel_carries_hints_for_many_people_until_they_leave() -> None:
    hub = Hub()
    people = [uuid4() for _ in range(3)]
    with hub.channel() as channel:
        for one in people:
            assert hub.join(channel.key, one)
        hub.hint(people)
        assert [channel.hints.get_nowait() for _ in people] == people
        hub.leave(channel.key, people[0])
        hub.hint(people)
        assert [channel.hints.get_nowait() for _ in people[1:]] == people[1:]
    assert not hub.join(channel.key, people[0])


def test_a_guessed_channel_takes_nobody_in() -> None:
    assert not Hub().join("guessed", uuid4())


def test_a_slow_reader_loses_hints_and_nothing_else() -> None:
    hub, reader = Hub(), uuid4()
    with hub.channel() as channel:
        hub.join(channel.key, reader)
        hub.hint([reader] * 5000)
        assert channel.hints.full()


def test_a_process_carries_only_so_many_channels() -> None:
    hub = Hub()
    open_channels = [hub.channel() for _ in range(MOST_CHANNELS)]
    for one in open_channels:
        one.__enter__()
    with pytest.raises(TooManyChannels), hub.channel():
        pass
    for one in open_channels:
        one.__exit__(None, None, None)
    with hub.channel():
        pass
