"""Carrying mails in tests: everything that is due, at a known hour, to a letterbox that is up."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy import select

from notifications.mail.model import Mail
from notifications.mail.postman import Postman
from notifications.settings import Settings
from shared import clock
from shared.db import Database

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Noon in Istanbul, a Tuesday."""
NIGHT = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
"""Half past eleven at night in Istanbul."""


def at(moment: datetime) -> Any:
    """Business time stands near this moment inside the block."""
    return clock.travelled(moment - clock.now())


async def deliver_all(settings: Settings, database: Database) -> Postman:
    postman = Postman(settings)
    while await postman.carry_one(database):
        pass
    await postman.server.close()
    return postman


async def statuses(database: Database) -> list[str]:
    async with database.reading() as session:
        return list(await session.scalars(select(Mail.status).order_by(Mail.id)))


def parts(letter: EmailMessage) -> tuple[str, str]:
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()
