"""Mail is handed to a real server in every way it may ask for, and each failure says whose it is."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from meridian.ports import free_ports
from shared import clock
from shared.mail import (
    MailServer,
    MailSettings,
    Outcome,
    OutgoingMail,
    ServerUnreachable,
    write_mail,
)

from .mail_server import PASSWORD, USER, Postbox, Served, certificate, postbox, served

__all__ = ["certificate", "postbox", "served"]

# A password without TLS is what the mode `none` means.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
MODES = ("none", "starttls", "tls")


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    return tmp_path / "password"


def mail_to(email: str = "ada@school.example", subject: str = "Merhaba") -> OutgoingMail:
    return write_mail(
        sender="Meridian <no-reply@meridian.example>",
        name="Ayşe",
        email=email,
        subject=subject,
        message_id="<1@meridian.example>",
        written_at=clock.real_now(),
        text="Words.",
    )


async def hand_over(settings: MailSettings, *mails: OutgoingMail) -> list[Outcome]:
    server = MailServer(settings)
    try:
        return [await server.hand_over(mail) for mail in mails or (mail_to(),)]
    finally:
        await server.close()


async def why_not(settings: MailSettings) -> str:
    server = MailServer(settings)
    with pytest.raises(ServerUnreachable) as found:
        await server.hand_over(mail_to())
    assert server.reachable is False
    said = str(found.value)
    assert PASSWORD not in said
    assert f"{settings.smtp_host}:{settings.port}" in said
    return said


@pytest.mark.parametrize("mode", MODES)
async def test_mail_goes_out_in_each_mode_with_a_password_from_a_file(
    mode: Any, served: Served, postbox: Postbox, certificate: Path, secret: Path
) -> None:
    with served(mode) as port:
        settings = MailSettings(
            smtp_port=port,
            smtp_security=mode,
            smtp_user=USER,
            smtp_password_file=secret,
            smtp_ca_file=certificate / "ca.pem",
        )
        assert [one.result for one in await hand_over(settings, mail_to(), mail_to())] == [
            "sent"
        ] * 2
    assert [to for to, _content in postbox.taken] == ["ada@school.example"] * 2


async def test_the_environment_names_everything_and_a_variable_may_hold_the_password(
    served: Served, postbox: Postbox, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served("starttls") as port:
        for name, value in {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(port),
            "SMTP_SECURITY": "starttls",
            "SMTP_USER": USER,
            "SMTP_PASSWORD": PASSWORD,
            "SMTP_PASSWORD_FILE": "/dev/null",
            "SMTP_CA_FILE": str(certificate / "ca.pem"),
        }.items():
            monkeypatch.setenv(f"MERIDIAN_{name}", value)
        settings = MailSettings()
        assert [one.result for one in await hand_over(settings)] == ["sent"]
    assert PASSWORD not in repr(settings)


def test_an_empty_setting_counts_as_none_and_an_unknown_mode_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MERIDIAN_SMTP_PORT", "")
    for mode, port in (("none", 25), ("starttls", 587), ("tls", 465)):
        monkeypatch.setenv("MERIDIAN_SMTP_SECURITY", mode)
        assert MailSettings().port == port
    monkeypatch.setenv("MERIDIAN_SMTP_SECURITY", "true")
    with pytest.raises(ValidationError, match="smtp_security"):
        MailSettings()


@pytest.mark.parametrize("mode", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    mode: Any, served: Served, postbox: Postbox, secret: Path
) -> None:
    with served(mode) as port:
        settings = MailSettings(
            smtp_port=port, smtp_security=mode, smtp_user=USER, smtp_password_file=secret
        )
        assert "certificate is not trusted" in await why_not(settings)
    assert postbox.taken == []


@pytest.mark.parametrize("mode", ["starttls", "tls"])
async def test_a_certificate_of_another_host_is_not_trusted(
    mode: Any, served: Served, certificate: Path
) -> None:
    with served(mode) as port:
        settings = MailSettings(
            smtp_host="localhost",
            smtp_port=port,
            smtp_security=mode,
            smtp_ca_file=certificate / "ca.pem",
        )
        assert "certificate is not trusted: Hostname mismatch" in await why_not(settings)


@pytest.mark.parametrize("mode", MODES)
async def test_a_wrong_password_is_named_and_no_mail_is_to_blame(
    mode: Any, served: Served, certificate: Path
) -> None:
    with served(mode) as port:
        settings = MailSettings(
            smtp_port=port,
            smtp_security=mode,
            smtp_user=USER,
            smtp_password="wrong",  # type: ignore[arg-type]
            smtp_ca_file=certificate / "ca.pem",
        )
        assert "refuses MERIDIAN_SMTP_USER or the password: 535" in await why_not(settings)


async def test_a_server_that_wants_a_password_blames_no_recipient(served: Served) -> None:
    with served("none") as port:
        assert "it says 530" in await why_not(MailSettings(smtp_port=port))


async def test_what_keeps_the_server_away_is_said(
    served: Served, secret: Path, tmp_path: Path
) -> None:
    (nobody,) = free_ports(1)
    assert "nothing listens there" in await why_not(MailSettings(smtp_port=nobody))
    lost = MailSettings(smtp_host="mail.invalid", smtp_port=25)
    assert "there is no host of this name" in await why_not(lost)
    with served("none", password=False) as port:
        upgraded = MailSettings(smtp_port=port, smtp_security="starttls")
        assert "STARTTLS" in await why_not(upgraded)
        other = MailSettings(smtp_port=port, smtp_security="tls", smtp_timeout_seconds=2)
        assert "no TLS as expected" in await why_not(other)
        gone = MailSettings(smtp_port=port, smtp_user=USER, smtp_password_file=tmp_path / "gone")
        (tmp_path / "ca.pem").write_text("no certificate")
        empty = MailSettings(smtp_port=port, smtp_security="tls", smtp_ca_file=tmp_path / "ca.pem")
        assert "MERIDIAN_SMTP_CA_FILE holds no certificate" in await why_not(empty)
        assert f"cannot read {tmp_path / 'gone'}" in await why_not(gone)


async def test_each_recipient_answers_for_themselves(served: Served, postbox: Postbox) -> None:
    postbox.says = {"gone@x.example": "550 unknown", "busy@x.example": "450 greylisted"}
    people = ("gone@x.example", "ada@x.example", "busy@x.example", "ayşe@x.example")
    with served("none", utf8=False, password=False) as port:
        settings = MailSettings(smtp_port=port)
        said = await hand_over(settings, *map(mail_to, people), mail_to("bob@x.example"))
    assert [(one.result, one.code) for one in said] == [
        ("refused", 550),
        ("sent", 250),
        ("deferred", 450),
        ("refused", None),
        ("sent", 250),
    ]
    assert "SMTPUTF8" in said[3].detail


async def test_a_server_with_smtputf8_gets_addresses_of_any_alphabet(
    served: Served, postbox: Postbox
) -> None:
    with served("none", password=False) as port:
        assert [
            one.result
            for one in await hand_over(MailSettings(smtp_port=port), mail_to("ayşe@çağ.example"))
        ] == ["sent"]
    ((to, content),) = postbox.taken
    assert to == "ayşe@xn--a-5fa3o.example"
    assert "<ayşe@xn--a-5fa3o.example>" in content.decode()


@pytest.mark.parametrize(
    ("says", "result"),
    [("554 spam", "refused"), ("451 later", "deferred"), ("552 full", "refused")],
)
async def test_a_refused_mail_is_that_mails_matter(
    says: str, result: str, served: Served, postbox: Postbox
) -> None:
    postbox.data = says
    with served("none", password=False) as port:
        assert [one.result for one in await hand_over(MailSettings(smtp_port=port))] == [result]


@pytest.mark.parametrize("says", ["553 not your address", "451 come again", "421 closing"])
async def test_a_refused_sender_is_a_matter_of_the_installation(
    says: str, served: Served, postbox: Postbox
) -> None:
    postbox.sender = says
    with served("none", password=False) as port:
        assert f"it says {says[:3]}" in await why_not(MailSettings(smtp_port=port))


@pytest.mark.parametrize(
    ("says", "result"),
    [
        ("554 5.7.1 <ada@x.example>: Relay access denied", "deferred"),
        ("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "deferred"),
        ("550 relaying denied", "deferred"),
        ("554 Transaction failed", "deferred"),
        ("550 5.1.1 No such user", "refused"),
        ("550 unknown", "refused"),
        ("552 5.2.2 Mailbox full", "refused"),
    ],
)
async def test_a_server_that_greets_and_takes_nothing_from_us_loses_nobodys_mail(
    says: str, result: str, served: Served, postbox: Postbox
) -> None:
    people = ("ada@x.example", "ben@x.example")
    postbox.says = dict.fromkeys(people, says)
    with served("none", password=False) as port:
        settings = MailSettings(smtp_port=port)
        found = await hand_over(settings, *map(mail_to, people))
        assert [one.result for one in found] == [result] * 2
        postbox.says = {}
        assert [one.result for one in await hand_over(settings, mail_to(people[0]))] == ["sent"]
