"""Somebody holds the key of one service: what they cause stays with that service."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout

from meridian import topology
from meridian.environment import Installation
from meridian.provisioning.keys import PROVISIONER
from meridian.testing.bare import client_of
from shared.bus.connection import API
from shared.bus.topology import CONSUMERS, stream_name

THIEF = "course"
VICTIMS = ("partnering.invitation.sent.v1", "accounts.person.changed.v1", "tail.accounts")


@pytest.fixture
async def house(installation: Installation) -> AsyncIterator[Client]:
    """The provisioner's connection, with every stream in place and something in each of them."""
    async with topology.provisioner(
        installation.nats_url, installation.keys.provisioner_seed_file
    ) as bus:
        await topology.ensure(bus)
        for producer in CONSUMERS:
            await bus.jetstream.purge_stream(stream_name(producer))
            await bus.jetstream.publish(f"{producer}.thing.happened.v1", b'{"last": 999999}')
        yield bus.client


@pytest.fixture
async def thief(installation: Installation) -> AsyncIterator[Client]:
    async with client_of(installation, THIEF) as client:
        yield client


async def _stored(house: Client) -> dict[str, int]:
    found = await house.jetstream().streams_info()
    return {str(one.config.name): one.state.messages for one in found}


CAUSES = {
    "a pull": (f"{API}.CONSUMER.MSG.NEXT.ACCOUNTS.{THIEF}", b"1"),
    "a pull of many": (
        f"{API}.CONSUMER.MSG.NEXT.PARTNERING.{THIEF}",
        b'{"batch": 5, "no_wait": true}',
    ),
    "a pull by the usual name": (f"$JS.API.CONSUMER.MSG.NEXT.ACCOUNTS.{THIEF}", b"1"),
    "a fact of its own": (f"{THIEF}.thing.happened.v1", b"{}"),
    "a look at a durable": (f"{API}.CONSUMER.INFO.ACCOUNTS.{THIEF}", b""),
    "a look at its stream": (f"{API}.STREAM.INFO.{THIEF.upper()}", b""),
    "a message read": (f"{API}.STREAM.MSG.GET.{THIEF.upper()}", b'{"seq": 1}'),
    "an acknowledgement": (f"$JS.ACK.ACCOUNTS.{THIEF}.1.1.1.1795830909254677233.0", b"+ACK"),
    "an acknowledgement that asks for more": (
        f"$JS.ACK.ACCOUNTS.{THIEF}.1.1.1.1795830909254677233.0",
        b"+NXT",
    ),
    "a complaint": (f"broken.{THIEF}.nobody", b""),
    "what the server tells anybody": ("$SYS.REQ.USER.INFO", b""),
}


@pytest.mark.parametrize("target", [*VICTIMS, "_INBOX_accounts.guessed"])
@pytest.mark.parametrize("cause", CAUSES)
async def test_no_answer_is_delivered_among_the_words_of_another(
    installation: Installation, house: Client, thief: Client, cause: str, target: str
) -> None:
    """Permissions do not cover the subject to which an answer is to be sent."""
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)

    before = await _stored(house)
    async with client_of(installation, "accounts") as accounts:
        await accounts.subscribe("_INBOX_accounts.>", cb=hear)
        await house.subscribe(">", cb=hear)
        await accounts.flush()
        await house.flush()
        subject, body = CAUSES[cause]
        await thief.publish(subject, body, reply=target)
        await thief.flush()
        await asyncio.sleep(0.2)
    after = await _stored(house)
    after[THIEF.upper()] = before[THIEF.upper()]
    assert after == before
    assert [one.subject for one in heard if one.subject == target] == []


@pytest.mark.parametrize("name", ["Nats-Trace-Dest", "Nats-Reply-To", "Nats-Schedule-Target"])
async def test_no_header_sends_anything_among_the_words_of_another(
    house: Client, thief: Client, name: str
) -> None:
    before = await _stored(house)
    headers = {name: VICTIMS[0], "Nats-Schedule": "@every 1s"}
    await thief.publish(f"{THIEF}.thing.happened.v1", b"{}", headers=headers)
    await thief.flush()
    await asyncio.sleep(1.2)
    after = await _stored(house)
    assert {**after, THIEF.upper(): 0} == {**before, THIEF.upper(): 0}


@pytest.mark.parametrize("prefix", ["$JS.API", API])
@pytest.mark.parametrize(
    "asked",
    [
        "STREAM.PURGE.ACCOUNTS",
        "STREAM.PURGE.COURSE",
        "STREAM.DELETE.ACCOUNTS",
        "STREAM.DELETE.COURSE",
        "STREAM.UPDATE.COURSE",
        "STREAM.CREATE.MINE",
        "STREAM.SNAPSHOT.ACCOUNTS",
        "STREAM.LIST",
        "STREAM.NAMES",
        "STREAM.INFO.ACCOUNTS",
        "STREAM.MSG.GET.ACCOUNTS",
        "STREAM.MSG.DELETE.ACCOUNTS",
        "DIRECT.GET.ACCOUNTS",
        "CONSUMER.CREATE.ACCOUNTS",
        "CONSUMER.CREATE.ACCOUNTS.thief",
        "CONSUMER.DURABLE.CREATE.ACCOUNTS.course",
        "CONSUMER.DELETE.ACCOUNTS.course",
        "CONSUMER.DELETE.ACCOUNTS.notifications",
        "CONSUMER.PAUSE.ACCOUNTS.notifications",
        "CONSUMER.INFO.ACCOUNTS.notifications",
        "CONSUMER.MSG.NEXT.ACCOUNTS.notifications",
        "CONSUMER.LIST.ACCOUNTS",
        "ACCOUNT.PURGE.house",
        "INFO",
    ],
)
async def test_the_broker_is_not_run_by_a_service(
    house: Client, thief: Client, prefix: str, asked: str
) -> None:
    before = await _stored(house)
    body = json.dumps({"seq": 1, "name": "MINE", "subjects": ["mine.>"], "batch": 1}).encode()
    try:
        answer = json.loads((await thief.request(f"{prefix}.{asked}", body, timeout=0.3)).data)
    except (NatsTimeout, NoRespondersError):
        answer = {"error": "none"}
    # Of its own account it may be told: it has no streams and no right to any.
    assert "error" in answer
    assert await _stored(house) == before


@pytest.mark.parametrize(
    "subject", ["$SYS.REQ.SERVER.PING", "$SYS.REQ.ACCOUNT.house.CONNZ", "$SYS.REQ.SERVER.x.RELOAD"]
)
async def test_the_server_is_nobodys_but_the_machines(thief: Client, subject: str) -> None:
    with pytest.raises((NatsTimeout, NoRespondersError)):
        await thief.request(subject, b"", timeout=0.3)


@pytest.mark.parametrize(
    ("subject", "listener"),
    [
        ("tail.accounts", "notifications"),
        ("resend.accounts.notifications", "accounts"),
        ("resend.accounts", "accounts"),
        ("broken.accounts.accounts", PROVISIONER),
        ("broken.notifications.accounts", PROVISIONER),
    ],
)
async def test_nobody_is_heard_under_anothers_name(
    installation: Installation, house: Client, thief: Client, subject: str, listener: str
) -> None:
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)

    async with client_of(installation, listener) as client:
        for word in ("tail.accounts", "resend.accounts.*", "broken.*.*"):
            await client.subscribe(word, cb=hear)
        await client.flush()
        own = {f"resend.accounts.{THIEF}"} if listener == "accounts" else set()
        await thief.publish(subject, b'{"last": 99, "from": 1}')
        # Its own word arrives, where it is for the listener, so the listener did listen. A word of
        # this kind may be lost, and whoever says it says it again.
        for _ in range(20):
            await thief.publish(f"resend.accounts.{THIEF}", b'{"from": 1}')
            await thief.flush()
            await client.flush()
            await asyncio.sleep(0.1)
            if heard:
                break
    assert set(heard) == own


async def test_one_flooded_stream_leaves_the_others_their_room(house: Client) -> None:
    streams = await house.jetstream().streams_info()
    most = (await house.jetstream().account_info()).limits
    assert all(one.config.max_bytes and one.config.max_bytes > 0 for one in streams)
    assert sum(one.config.max_bytes or 0 for one in streams) < 4 * 1024**3
    assert most is not None
