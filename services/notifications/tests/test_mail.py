"""Mails reach a real mail server, once, in the reader's language, at a decent hour."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from notifications.mail.digest import gather_digests
from notifications.mail.model import Delivery, Mail
from notifications.mail.postman import Postman
from notifications.mail.server import ServerUnreachable
from notifications.preferences.actions import save_preferences, unsubscribe
from notifications.preferences.schemas import PreferencesRequest
from notifications.settings import Settings
from shared import clock
from shared.contracts.accounts import TeacherRefused
from shared.contracts.partnering import (
    InvitationClosed,
    InvitationSent,
    MessagePosted,
    ReportFiled,
)
from shared.contracts.projects import MilestoneReached
from shared.db import Database
from shared.testing import principal

from .conftest import Happens, Letterbox, free_port, person, served
from .test_reactions import example

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


async def test_an_invitation_is_mailed_as_text_and_html_with_its_deadline_and_link(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    bora, ayse = person("Bora <script>alert(1)</script>"), person("Ayşe Yılmaz")
    sent = example(
        InvitationSent,
        from_person_id=bora.person_id,
        to_person_id=ayse.person_id,
        expires_at=datetime(2026, 11, 30, 15, 0, tzinfo=UTC),
    )
    with at(NOON):
        await happens(bora, ayse, sent)
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    text, html = parts(letter)
    assert ayse.email in str(letter["To"])
    assert "Bora" in str(letter["Subject"])
    for body in (text, html):
        assert f"{settings.public_url}/invitations/{sent.invitation_id}" in body
        assert "30 November 2026" in body
        assert "Monday" in body
        assert "18:00 (Istanbul time)" in body
    assert "<script>" not in html
    assert 'style="' in html
    assert "<style" not in html
    assert str(letter["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert f"<{settings.public_url}/unsubscribe?key=" in str(letter["List-Unsubscribe"])
    assert str(letter["Auto-Submitted"]) == "auto-generated"
    assert str(letter["Message-ID"]).endswith("@127.0.0.1>")


async def test_the_mail_uses_the_names_and_the_language_of_the_moment_it_is_sent(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    bora, ayse = person("Bora"), person("Ayşe")
    with at(NOON):
        await happens(
            bora,
            ayse,
            example(InvitationSent, from_person_id=bora.person_id, to_person_id=ayse.person_id),
            bora.model_copy(update={"name": "Bora Kaya"}),
            ayse.model_copy(update={"language": "tr"}),
        )
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert "Bora Kaya" in str(letter["Subject"])
    assert str(letter["Content-Language"]) == "tr"


async def test_a_mail_server_that_is_down_for_a_day_loses_nothing(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    down = settings.model_copy(update={"smtp_port": free_port()})
    postman = Postman(down)
    with at(NOON):
        await happens(ayse, *(TeacherRefused(person_id=ayse.person_id, reason="a") for _ in "123"))
        for _ in range(5):
            with pytest.raises(ServerUnreachable):
                await postman.carry_one(database)
        assert postman.server.reachable is False
        assert await statuses(database) == ["queued"] * 3
        with clock.travelled(timedelta(days=1)), served(letterbox, down.smtp_port):
            while await postman.carry_one(database):
                pass
            await postman.server.close()
    assert await statuses(database) == ["sent"] * 3
    assert len(letterbox.letters) == 3
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == 3


async def test_a_crash_before_the_commit_sends_a_copy_that_is_recognised_by_its_id(
    happens: Happens,
    database: Database,
    settings: Settings,
    letterbox: Letterbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ayse = person()
    postman = Postman(settings)

    def crash(*_args: Any) -> None:
        raise RuntimeError("the process died here")

    with at(NOON):
        await happens(ayse, TeacherRefused(person_id=ayse.person_id, reason=""))
        with monkeypatch.context() as patched:
            patched.setattr(postman, "_note", crash)
            with pytest.raises(RuntimeError):
                await postman.carry_one(database)
        await postman.server.close()
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 2
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == 1
    assert await statuses(database) == ["sent"]


async def test_an_address_that_does_not_exist_is_given_up_and_the_next_mail_goes_out(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    nobody, ayse = person("Nobody"), person()
    letterbox.refuse.add(nobody.email)
    with at(NOON):
        for one in (nobody, ayse):
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        await deliver_all(settings, database)
    assert await statuses(database) == ["refused", "sent"]
    async with database.reading() as session:
        log = (await session.scalars(select(Delivery).order_by(Delivery.id))).all()
    assert [(one.outcome, one.code) for one in log] == [("refused", 550), ("sent", 250)]


async def test_a_server_that_says_later_is_tried_again_later_and_after_days_no_more(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    letterbox.busy.add(ayse.email)
    with at(NOON):
        await happens(ayse, TeacherRefused(person_id=ayse.person_id, reason=""))
        await deliver_all(settings, database)
        assert await statuses(database) == ["queued"]
        async with database.transaction() as session:
            mail = (await session.scalars(select(Mail))).one()
            assert mail.attempts == 1
            assert mail.next_attempt_at > clock.real_now() + timedelta(seconds=20)
            mail.next_attempt_at = clock.real_now()
        with clock.travelled(timedelta(days=6)):
            await deliver_all(settings, database)
    assert await statuses(database) == ["refused"]


async def test_at_night_a_mail_waits_for_the_morning_of_the_reader(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse, bora = person("Ayşe"), person("Bora", zone="America/New_York")
    with at(NIGHT):
        for one in (ayse, bora):
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        await deliver_all(settings, database)
        assert [bora.email in str(letter["To"]) for letter in letterbox.letters] == [True]
        with clock.travelled(timedelta(hours=7)):
            await deliver_all(settings, database)
            assert len(letterbox.letters) == 1
        with clock.travelled(timedelta(hours=7, minutes=31)):
            await deliver_all(settings, database)
    assert len(letterbox.letters) == 2


async def test_a_report_wakes_the_safeguarding_officer_even_at_night(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    with at(NIGHT):
        await happens(person(roles=["safeguarding_officer"]), example(ReportFiled))
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_an_answer_due_before_the_morning_does_not_wait_for_it(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    soon = NIGHT + timedelta(hours=3)
    with at(NIGHT):
        await happens(ayse, example(InvitationSent, to_person_id=ayse.person_id, expires_at=soon))
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_what_was_answered_during_the_night_is_not_mailed_in_the_morning(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    sent = example(InvitationSent, to_person_id=ayse.person_id)
    with at(NIGHT):
        await happens(ayse, sent)
        await deliver_all(settings, database)
        withdrawn = {**sent.model_dump(), "outcome": "withdrawn"}
        await happens(InvitationClosed.model_validate(withdrawn))
        with clock.travelled(timedelta(hours=9)):
            await deliver_all(settings, database)
    assert letterbox.letters == []


async def test_a_mail_waits_until_the_address_of_its_reader_is_known(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    with at(NOON):
        await happens(TeacherRefused(person_id=ayse.person_id, reason=""))
        await deliver_all(settings, database)
        assert letterbox.letters == []
        await happens(ayse)
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_gathered_news_comes_as_one_digest_in_the_morning(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    with at(NOON):
        await happens(ayse)
        for title in ("First", "Second"):
            await happens(example(MilestoneReached, title=title, person_ids=(ayse.person_id,)))
        await tick(database)
        await deliver_all(settings, database)
        assert letterbox.letters == []
        with clock.travelled(timedelta(days=1)):
            await tick(database)
            await deliver_all(settings, database)
            (letter,) = letterbox.letters
            assert str(letter["Subject"]) == "2 things are new for you"
            for body in parts(letter):
                assert "Milestone reached: First" in body
                assert "Milestone reached: Second" in body
            await tick(database)
            await deliver_all(settings, database)
    assert len(letterbox.letters) == 1
    assert await statuses(database) == ["in_digest", "in_digest", "sent"]


async def tick(database: Database) -> None:
    while True:
        async with database.transaction() as session:
            if await gather_digests(session) == 0:
                return


async def test_whoever_wants_no_mail_of_a_kind_gets_none_but_reads_it_in_the_inbox(
    happens: Happens, database: Database
) -> None:
    ayse = person()
    wanted = PreferencesRequest.model_validate(
        {
            "quiet": False,
            "quiet_from": "22:00",
            "quiet_to": "07:00",
            "digest": "weekly",
            "kinds": [{"kind": "message_posted", "inbox": True, "email": "never"}],
        }
    )
    await happens(ayse)
    async with database.transaction() as session:
        await save_preferences(session, principal(ayse.person_id), wanted)
    await happens(example(MessagePosted, person_ids=(ayse.person_id,)))
    assert await statuses(database) == []


async def test_the_link_in_a_mail_stops_that_kind_without_signing_in(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person()
    refused = TeacherRefused(person_id=ayse.person_id, reason="")
    with at(NOON):
        await happens(ayse, refused)
        await deliver_all(settings, database)
        link = str(letterbox.letters[0]["List-Unsubscribe"]).strip("<>")
        async with database.transaction() as session:
            _reader, kind = await unsubscribe(session, link.split("key=")[1])
        assert kind.name == "teacher_refused"
        await happens(refused)
        await deliver_all(settings, database)
    assert len(letterbox.letters) == 1


async def test_a_name_that_tries_to_add_headers_adds_none(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    mallory = person("Mallory\r\nBcc: everybody@school.example")
    with at(NOON):
        await happens(mallory, TeacherRefused(person_id=mallory.person_id, reason=str(uuid4())))
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert letter["Bcc"] is None
