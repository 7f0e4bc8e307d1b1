"""Security mails: over real SMTP, in the reader's language, never lost."""

import re
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from accounts.delivery.letters import Letter
from accounts.delivery.sending import as_message, send_due_mails
from accounts.mail import catalogue
from accounts.mail.actions import queue_mail
from accounts.mail.model import Mail
from accounts.mail.texts import ROLE_NAMES, TEXTS, compose
from shared import clock
from shared.ids import new_id


class Inbox:
    """A real SMTP server that keeps what it is given, or answers with an error."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = "250 OK"
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls.
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address not in self.refuse:
            envelope.rcpt_tos.append(address)
        return self.refuse.get(address, "250 OK")

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls.
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.answer.startswith("250"):
            parsed = message_from_bytes(envelope.content, policy=default)
            assert isinstance(parsed, EmailMessage)
            self.messages.append(parsed)
        return self.answer


@pytest.fixture
async def inbox(settings: Any) -> AsyncIterator[Inbox]:
    from meridian.ports import free_ports

    (settings.mail.smtp_port,) = free_ports(1)
    kept = Inbox()
    controller = Controller(
        kept, hostname="127.0.0.1", port=settings.mail.smtp_port, enable_SMTPUTF8=False
    )
    controller.start()
    yield kept
    controller.stop()


async def _tick(database: Any, settings: Any, vault: Any) -> int:
    """One batch: the first makes a mail's link good, the next sends the mail."""
    async with database.transaction() as session:
        return await send_due_mails(session, settings, vault)


async def test_a_mail_goes_out_once_and_nothing_of_it_is_kept(
    register: Any, inbox: Inbox, database: Any, settings: Any, vault: Any, session: Any
) -> None:
    await register("ada@school.example", name="Ada Lovelace")
    assert await _tick(database, settings, vault) == 1
    assert await _tick(database, settings, vault) == 1
    assert await _tick(database, settings, vault) == 0
    (message,) = inbox.messages
    (row,) = (await session.scalars(select(Mail))).all()
    assert message["To"] == "ada@school.example"
    assert message["Message-ID"].startswith(f"<accounts.{row.id}@")
    assert f"{settings.public_url}/confirm?token=" in message.get_content()
    assert (row.outcome, row.recipient, row.values) == ("sent", None, {})


async def test_a_mail_sent_again_after_a_crash_is_the_same_mail(
    register: Any, inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    await register()
    assert await _tick(database, settings, vault) == 1
    async with database.sessions() as session:
        # The process dies between sending and the commit.
        await send_due_mails(session, settings, vault)
        await session.rollback()
    await _tick(database, settings, vault)
    first, second = inbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


async def test_mails_wait_while_the_server_is_away(
    register: Any, database: Any, settings: Any, vault: Any, session: Any
) -> None:
    settings.mail.smtp_port = 9  # discard: nothing listens
    await register()
    assert await _tick(database, settings, vault) == 1
    assert await _tick(database, settings, vault) == 0
    (row,) = (await session.scalars(select(Mail))).all()
    assert (row.outcome, row.attempts) == ("ready", 1)
    assert row.due_at > clock.real_now()


async def test_a_server_that_says_later_is_asked_later_and_never_means_never(
    register: Any, inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    inbox.answer = "451 Come again"
    await register()
    assert await _tick(database, settings, vault) == 1
    assert await _tick(database, settings, vault) == 0
    inbox.answer = "550 Never"
    async with database.transaction() as session:
        await session.execute(update(Mail).values(due_at=clock.real_now()))
    assert await _tick(database, settings, vault) == 1
    async with database.reading() as session:
        (row,) = (await session.scalars(select(Mail))).all()
    assert row.outcome == "failed"


async def test_one_address_that_the_server_cannot_take_holds_up_nobody_else(
    inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    """The server of the test offers no SMTPUTF8."""
    reachable = ("ada@school.example", "bob@çağ.example")
    for to in (reachable[0], "ayşe@okul.example", "broken", "a@-ü.example", reachable[1]):
        async with database.transaction() as session:
            queue_mail(session, "erasure_completed", to, "en")
    for _ in range(2):
        await _tick(database, settings, vault)
    sent = [message["To"].addresses[0].addr_spec for message in inbox.messages]
    assert sorted(sent) == ["ada@school.example", "bob@xn--a-5fa3o.example"]
    async with database.reading() as session:
        outcomes = (await session.scalars(select(Mail.outcome))).all()
    assert sorted(outcomes) == ["failed"] * 3 + ["sent"] * 2


async def test_a_refused_recipient_holds_up_nobody_else(
    inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    inbox.refuse = {"gone@school.example": "550 unknown", "full@school.example": "452 full"}
    for to in (*inbox.refuse, "ada@school.example"):
        async with database.transaction() as session:
            queue_mail(session, "erasure_completed", to, "en")
    for _ in range(2):
        await _tick(database, settings, vault)
    async with database.reading() as session:
        rows = (await session.scalars(select(Mail).order_by(Mail.id))).all()
    assert [row.outcome for row in rows] == ["failed", "ready", "sent"]
    assert rows[1].due_at > clock.real_now()


@pytest.mark.parametrize("wrong", ["password", "host", "security"])
async def test_mails_wait_while_the_mail_settings_are_wrong_and_the_log_says_which(
    wrong: str, register: Any, inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    right = settings.mail
    settings.mail = right.model_copy(
        update={
            "password": {"smtp_user": "somebody"},
            "host": {"smtp_host": "mail.invalid"},
            "security": {"smtp_security": "starttls"},
        }[wrong]
    )
    await register()
    with structlog.testing.capture_logs() as lines:
        for _ in range(2):
            await _tick(database, settings, vault)
    (line,) = [one for one in lines if one["event"] == "mail_server_unreachable"]
    said = {"password": "AUTH", "host": "no host of this name", "security": "STARTTLS"}
    assert said[wrong] in line["error"]
    settings.mail = right
    async with database.transaction() as session:
        await session.execute(update(Mail).values(due_at=clock.real_now()))
    await _tick(database, settings, vault)
    assert len(inbox.messages) == 1


def test_names_cannot_smuggle_headers_or_links(settings_env: Any) -> None:
    from accounts.settings import Settings

    subject, body = compose(
        "reset_password", str, {"name": "%(link)s {token}", "link": "https://m.example/x"}
    )
    assert "Hello %(link)s {token}," in body
    letter = Letter("ada@school.example", "en", subject, body)
    message = message_from_bytes(as_message(new_id(), letter, Settings()).content, policy=default)
    assert message["Auto-Submitted"] == "auto-generated"
    with pytest.raises(ValueError, match="not an address"):
        as_message(new_id(), Letter("a@b.example\r\nBcc: x@y.example", "en", "s", "b"), Settings())


@pytest.mark.parametrize("template", TEXTS)
def test_every_mail_can_be_written(template: str) -> None:
    values = {
        "name": "Ada",
        "link": "https://m.example/x",
        "new_email": "a@b.example",
        "old_email": "c@d.example",
        "left": "3",
        "role": "tutor",
    }
    subject, body = compose(template, str, values)
    assert subject
    assert "%(" not in body
    assert ("https://m.example/x" in body) == bool(TEXTS[template].link)


def test_the_catalogue_of_a_language_is_used_and_others_fall_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    words += 'msgid "Choose a new password"\nmsgstr "Yeni bir parola seçin"\n'
    (folder / "accounts.po").write_text(words)
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    catalogue.translations.cache_clear()
    values = {"name": "Ada", "link": "x"}
    for language, expected in (
        ("tr", "Yeni bir parola seçin"),
        ("tr-TR", "Yeni bir parola seçin"),
        ("de", "Choose a new password"),
        ("../../etc", "Choose a new password"),
    ):
        translate = catalogue.translations(language).gettext
        assert compose("reset_password", translate, values)[0] == expected
    catalogue.translations.cache_clear()


@pytest.mark.parametrize(
    "template", ["confirm_registration", "confirm_email", "confirm_private_email"]
)
def test_a_mail_to_an_unconfirmed_address_has_no_gap_for_words(template: str) -> None:
    gaps = re.findall(r"%\((\w+)\)s", "".join(TEXTS[template].paragraphs))
    assert gaps == ["link"]
    assert "%" not in TEXTS[template].subject


def test_every_grantable_role_has_a_name() -> None:
    from shared.identity.roles import STAFF

    assert set(ROLE_NAMES) == {role.value for role in STAFF}


def test_turkish_is_complete_and_keeps_the_placeholders() -> None:
    translate = catalogue.translations("tr").gettext
    sentences = {text.subject for text in TEXTS.values()} | set(ROLE_NAMES.values())
    sentences |= {part for text in TEXTS.values() for part in text.paragraphs}
    for sentence in sentences - {"%(link)s"}:
        translated = translate(sentence)
        # "Mentor" and "Operator" of other languages may be the same word; sentences are not.
        assert translated != sentence or " " not in sentence, sentence
        found = re.findall(r"%\(\w+\)s", translated)
        assert sorted(found) == sorted(re.findall(r"%\(\w+\)s", sentence)), sentence


async def test_somebody_who_reads_turkish_gets_turkish(register: Any, post: Any) -> None:
    await register("ayse@okul.example", language="tr", name="Ayşe Yılmaz")
    (letter,) = await post()
    assert letter.subject == "Adresinizi onaylayın"
    assert letter.body.startswith("Merhaba,")
