"""Old things go; what still waits stays."""

from datetime import timedelta

from sqlalchemy import select

from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from notifications.retention import forget_old
from shared import clock
from shared.contracts.partnering import InvitationClosed, InvitationSent
from shared.db import Database

from .conftest import Happens
from .test_reactions import example


async def test_old_mails_and_entries_go_but_a_mail_that_waits_stays(
    happens: Happens, database: Database
) -> None:
    answered, waiting = example(InvitationSent), example(InvitationSent)
    closed = {**answered.model_dump(), "outcome": "withdrawn"}
    await happens(answered, waiting, InvitationClosed.model_validate(closed))
    with clock.travelled(timedelta(days=91)):
        async with database.transaction() as session:
            assert await forget_old(session) == 1
    with clock.travelled(timedelta(days=401)):
        async with database.transaction() as session:
            assert await forget_old(session) == 3
            assert await forget_old(session) == 0
    async with database.reading() as session:
        assert (await session.scalars(select(Entry))).all() == []
        assert [mail.status for mail in await session.scalars(select(Mail))] == ["queued"]
