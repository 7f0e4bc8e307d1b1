"""Mails reach a real mail server, once, in the reader's language, at a decent hour."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from notifications.mail.model import Delivery, Mail
from notifications.mail.postman import Postman
from notifications.settings import Settings
from shared import clock
from shared.contracts.accounts import TeacherRefused
from shared.contracts.partnering import (
    InvitationSent,
)
from shared.db import Database
from shared.mail import MailSettings, ServerUnreachable

from .conftest import Happens, Letterbox, free_port, person, served
from .mailing import NOON, at, deliver_all, parts, statuses
from .test_reactions import example


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


async def test_a_mail_of_staff_is_marked_where_no_name_and_no_words_of_a_person_are(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse, bora = person("Ayşe"), person("Course staff")
    with at(NOON):
        invited = example(
            InvitationSent, from_person_id=bora.person_id, to_person_id=ayse.person_id
        )
        await happens(ayse, bora, invited)
        await deliver_all(settings, database)
        await happens(TeacherRefused(person_id=ayse.person_id, reason="[Course staff]"))
        await deliver_all(settings, database)
    posing, theirs = [parts(one) for one in letterbox.letters]
    assert "[Course staff]" not in posing[0]
    assert "border-radius: 999px" not in posing[1]
    before = theirs[0].split("We could not yet confirm")[0]
    assert before.split() == ["Hello", "Ayşe,", "[Course", "staff]"]
    mark, title = theirs[1].index(">Course staff</p>"), theirs[1].index("<h1")
    assert mark < title


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
    port = free_port()
    down = settings.model_copy(update={"mail": MailSettings(smtp_port=port)})
    postman = Postman(down)
    with at(NOON):
        await happens(ayse, *(TeacherRefused(person_id=ayse.person_id, reason="a") for _ in "123"))
        for _ in range(5):
            with pytest.raises(ServerUnreachable):
                await postman.carry_one(database)
        assert postman.server.reachable is False
        assert await statuses(database) == ["queued"] * 3
        with clock.travelled(timedelta(days=1)), served(letterbox, port):
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


async def test_a_server_that_greets_and_takes_nothing_loses_nothing_and_the_log_says_so(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    people = person("Ayşe"), person("Ben")
    letterbox.relays = False
    with at(NOON):
        for one in people:
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        await deliver_all(settings, database)
        assert await statuses(database) == ["queued"] * 2
        async with database.transaction() as session:
            log = (await session.scalars(select(Delivery))).all()
            assert {(one.outcome, one.code) for one in log} == {("deferred", 554)}
            for mail in await session.scalars(select(Mail)):
                mail.next_attempt_at = clock.real_now()
        letterbox.relays = True
        with clock.travelled(timedelta(hours=9)):
            await deliver_all(settings, database)
    assert await statuses(database) == ["sent"] * 2
    assert len(letterbox.letters) == 2


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


async def test_a_mail_that_cannot_be_written_does_not_block_those_behind_it(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    broken, ayse = person("Broken", email="no address at all"), person()
    with at(NOON):
        for one in (broken, ayse):
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        async with database.transaction() as session:
            gone = await session.scalar(select(Mail).where(Mail.person_id == broken.person_id))
            assert gone is not None
            gone.template = "kind_of_an_older_release"
        await deliver_all(settings, database)
    assert await statuses(database) == ["refused", "sent"]
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


async def test_an_address_in_another_alphabet_reaches_its_reader_or_is_refused_alone(
    happens: Happens, database: Database, letterbox: Letterbox, settings: Settings
) -> None:
    """The domain is written as an A-label; the part before the @ needs a server with SMTPUTF8."""
    people = [
        person("Ayşe", email="ayse@çağ.example"),
        person("Şule", email="şule@okul.example"),
        person("Ada", email="ada@school.example"),
    ]
    port = free_port()
    ours = settings.model_copy(update={"mail": MailSettings(smtp_port=port)})
    with at(NOON), served(letterbox, port, utf8=False):
        for one in people:
            await happens(one, TeacherRefused(person_id=one.person_id, reason=""))
        await deliver_all(ours, database)
    assert await statuses(database) == ["sent", "refused", "sent"]
    sent = [letter["To"].addresses[0] for letter in letterbox.letters]
    assert [(one.display_name, one.addr_spec) for one in sent] == [
        ("Ayşe", "ayse@xn--a-5fa3o.example"),
        ("Ada", "ada@school.example"),
    ]


async def test_a_wrong_password_keeps_every_mail_in_the_queue(
    happens: Happens, database: Database, settings: Settings
) -> None:
    ayse = person()
    wrong = settings.mail.model_copy(update={"smtp_user": "somebody"})
    postman = Postman(settings.model_copy(update={"mail": wrong}))
    with at(NOON):
        await happens(ayse, TeacherRefused(person_id=ayse.person_id, reason=""))
        with pytest.raises(ServerUnreachable):
            await postman.carry_one(database)
    assert await statuses(database) == ["queued"]
