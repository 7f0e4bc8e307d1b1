"""What the tests of notifications share: people, events that happen, and a mail server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.reactions import REACTIONS
from notifications.settings import Settings
from shared.bus import Message
from shared.contracts.accounts import PersonChanged, RoleGrant
from shared.contracts.event import Event
from shared.db import Database
from shared.ids import new_id
from shared.mail import MailSettings

Happens = Callable[..., Awaitable[None]]


@pytest.fixture(scope="session")
def service() -> str:
    return "notifications"


async def happen(session: AsyncSession, event: Event, event_id: UUID | None = None) -> None:
    """The event arrives, as the consumer would bring it."""
    message = Message(
        producer=event.producer,
        number=1,
        event_id=str(event_id or uuid4()),
        type=event.type,
        aggregate_id=str(event.aggregate_id),
        body=event.model_dump_json(),
        headers={},
    )
    await REACTIONS.act(session, message)


@pytest.fixture
def happens(database: Database) -> Happens:
    """`await happens(event, …)`: each event arrives in a transaction that is committed."""

    async def arrive(*events: Event, event_id: UUID | None = None) -> None:
        for event in events:
            async with database.transaction() as session:
                await happen(session, event, event_id)

    return arrive


def person(name: str = "Ayşe Yılmaz", **more: Any) -> PersonChanged:
    roles = tuple(RoleGrant(role=role) for role in more.pop("roles", ()))
    facts = {
        "person_id": new_id(),
        "email": f"{name.split(maxsplit=1)[0].lower()}.{uuid4().hex[:6]}@school.example",
        "country": "TR",
        "language": "en",
        "zone": "Europe/Istanbul",
        "verification": "verified",
        "roles": roles,
        **more,
    }
    return PersonChanged(name=name, **facts)


class Letterbox:
    """A mail server on a real port; `refuse` and `busy` are addresses it does not take."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse: set[str] = set()
        self.busy: set[str] = set()
        self.relays = True
        """Otherwise it greets, and takes nothing from us for anybody."""

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if not self.relays:
            return "554 5.7.1 Relay access denied"
        if address in self.refuse:
            return "550 no such mailbox"
        if address in self.busy:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        return "250 taken"


@contextmanager
def served(letterbox: Letterbox, port: int = 0, *, utf8: bool = True) -> Iterator[int]:
    controller = Controller(
        letterbox, hostname="127.0.0.1", port=port or free_port(), enable_SMTPUTF8=utf8
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
async def settings(settings_env: dict[str, str], letterbox: Letterbox) -> AsyncIterator[Settings]:
    """Settings that point to a mail server that is up."""
    port = free_port()
    with served(letterbox, port):
        await asyncio.sleep(0)
        yield Settings(mail=MailSettings(smtp_host="127.0.0.1", smtp_port=port))
