"""A mail server that takes nothing is noticed by the mails that wait, and quiet hours are no trouble."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from notifications.mail.model import Mail
from notifications.mail.postman import Postman
from notifications.mail.queries import mail_backlog
from notifications.settings import Settings
from shared import clock
from shared.contracts.accounts import TeacherVerified
from shared.db import Database
from shared.mail import ServerUnreachable
from shared.observability import MAIL_FAILURES

from .conftest import Happens, Letterbox, free_port, person
from .mailing import NIGHT, NOON, at, deliver_all


async def _due_since(database: Database, minutes: int) -> None:
    late = timedelta(minutes=minutes)
    async with database.transaction() as session:
        await session.execute(
            update(Mail).values(
                next_attempt_at=clock.real_now() - late, not_before=clock.now() - late
            )
        )


async def test_mails_that_wait_for_a_server_that_takes_none_are_told(
    happens: Happens, database: Database, settings: Settings
) -> None:
    settings.mail.smtp_port = free_port()
    ayse = person("Ayşe Yılmaz")
    with at(NOON):
        await happens(ayse, TeacherVerified(person_id=ayse.person_id))
        before = MAIL_FAILURES._value.get()
        for _ in range(2):
            with pytest.raises(ServerUnreachable):
                await Postman(settings).carry_one(database)
        assert MAIL_FAILURES._value.get() == before + 2
        await _due_since(database, 8)
        async with database.reading() as session:
            backlog = await mail_backlog(session)
        assert (backlog.waiting, backlog.stuck) == (1, True)
        assert backlog.in_words("mail").startswith("mail: 1 waiting, the oldest for 8 minutes")


async def test_a_mail_that_rests_for_the_night_is_no_trouble_in_the_morning(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person("Ayşe Yılmaz")
    with at(NIGHT):
        await happens(ayse, TeacherVerified(person_id=ayse.person_id))
        await deliver_all(settings, database)
        async with database.transaction() as session:
            await session.execute(
                update(Mail).values(next_attempt_at=clock.real_now() - timedelta(hours=9))
            )
            assert not (await mail_backlog(session)).stuck
    with at(NOON + timedelta(days=1)):
        async with database.reading() as session:
            assert (await mail_backlog(session)).waiting == 1
        await deliver_all(settings, database)
        async with database.reading() as session:
            assert (await mail_backlog(session)).waiting == 0
    assert MAIL_FAILURES._value.get() == 0
