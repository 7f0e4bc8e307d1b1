"""The wall in the broker: a service says only its own facts and hears only what it declared."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import nats
import pytest
from nats.aio.client import Client
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeout
from nats.js.errors import APIError, NoStreamResponseError

from meridian import topology
from meridian.environment import Installation
from shared.bus.connection import API
from shared.bus.topology import CONSUMERS

Connect = Callable[[str], Awaitable[Client]]


@pytest.fixture
async def refusals() -> list[str]:
    """What the server complained about, filled while the test runs."""
    return []


@pytest.fixture
async def connect(installation: Installation, refusals: list[str]) -> AsyncIterator[Connect]:
    opened: list[Client] = []

    async def as_service(service: str) -> Client:
        async def note(error: Exception) -> None:
            refusals.append(str(error).lower())

        client = await nats.connect(
            installation.nats_url,
            nkeys_seed_str=installation.keys.broker_seed_file(service).read_text(),
            inbox_prefix=f"_INBOX_{service}",
            error_cb=note,
        )
        opened.append(client)
        return client

    yield as_service
    for client in opened:
        await client.close()


async def complaint(refusals: list[str], words: str) -> None:
    """Wait for the server's word: it is handed on by a task of the client's own, later than a PONG."""
    async with asyncio.timeout(5):
        while not any(words in refusal for refusal in refusals):
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
async def streams(installation: Installation) -> None:
    async with topology.provisioner(
        installation.nats_url, installation.keys.provisioner_seed_file
    ) as bus:
        await topology.ensure(bus)


async def test_a_service_says_its_own_facts(connect: Connect, refusals: list[str]) -> None:
    jetstream = (await connect("partnering")).jetstream(prefix=API)
    said = await jetstream.publish("partnering.invitation.sent.v1", b"{}")
    assert said.stream == "PARTNERING"
    assert refusals == []


async def test_speaking_for_another_is_refused(connect: Connect, refusals: list[str]) -> None:
    client = await connect("partnering")
    with pytest.raises((NatsTimeout, NoStreamResponseError)):
        await client.jetstream(prefix=API).publish("accounts.person.changed.v1", b"{}", timeout=0.5)
    await client.publish("tail.accounts", b'{"last": 99}')
    await complaint(refusals, 'permissions violation for publish to "accounts.person.changed.v1"')
    await complaint(refusals, 'permissions violation for publish to "tail.accounts"')


@pytest.mark.parametrize("subject", ["accounts.>", ">", "_INBOX_accounts.>", "$JS.API.>"])
async def test_listening_in_is_refused(connect: Connect, refusals: list[str], subject: str) -> None:
    client = await connect("course")
    await client.subscribe(subject)
    await complaint(refusals, "permissions violation for subscription")


async def test_consuming_through_anothers_durable_is_refused(
    connect: Connect, refusals: list[str]
) -> None:
    client = await connect("course")
    subscription = await client.jetstream(prefix=API).pull_subscribe_bind(
        durable="notifications", stream="PARTNERING", inbox_prefix=b"_INBOX_course."
    )
    with pytest.raises(NatsTimeout):
        await subscription.fetch(1, timeout=0.5)
    await complaint(refusals, "consumer.msg.next.partnering.notifications")


async def test_changing_the_topology_is_refused(connect: Connect, refusals: list[str]) -> None:
    jetstream = (await connect("course")).jetstream(prefix=API, timeout=0.5)
    for attempt in (
        jetstream.delete_stream("COURSE"),
        jetstream.purge_stream("PARTNERING"),
        jetstream.delete_consumer("PARTNERING", "course"),
        jetstream.add_stream(name="MINE", subjects=["mine.>"]),
    ):
        with pytest.raises((NatsTimeout, NoRespondersError, APIError)):
            await attempt
    assert len(refusals) == 4


async def test_every_declared_consumer_can_read_its_producers(
    connect: Connect, refusals: list[str]
) -> None:
    for producer, services in CONSUMERS.items():
        speaker = (await connect(producer)).jetstream(prefix=API)
        await speaker.publish(f"{producer}.thing.happened.v1", producer.encode())
        for service in services:
            client = await connect(service)
            subscription = await client.jetstream(prefix=API).pull_subscribe_bind(
                durable=service,
                stream=producer.upper(),
                inbox_prefix=f"_INBOX_{service}.".encode(),
            )
            messages = await subscription.fetch(10, timeout=2)
            assert messages[-1].data == producer.encode()
            for message in messages:
                await message.ack_sync()
    assert refusals == []


async def test_nobody_comes_in_without_a_key(installation: Installation) -> None:
    at = urlsplit(installation.nats_url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    assert (await reader.readline()).startswith(b"INFO")
    writer.write(b'CONNECT {"verbose": false}\r\nPING\r\n')
    assert b"Authorization Violation" in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_lost_streams_are_created_again(installation: Installation) -> None:
    async with topology.provisioner(
        installation.nats_url, installation.keys.provisioner_seed_file
    ) as bus:
        await bus.jetstream.delete_stream("COURSE")
        await bus.jetstream.delete_consumer("ACCOUNTS", "course")
        created = await topology.ensure(bus)
        assert "COURSE" in created
        assert "ACCOUNTS/course" in created
        assert await topology.ensure(bus) == []
