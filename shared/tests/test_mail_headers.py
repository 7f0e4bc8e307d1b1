"""What a mail program shows is what was written: subjects, names and addresses."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import settings as search
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.mail import MailSettings, OutgoingMail, write_mail
from shared.mail.headers import BYTES_OF_A_NAME, address, one_line

ALPHABETS = (
    "abcdefgh ABC  .,:;!?()<>@\"'\\=_-%",
    "çğıöşü İÇĞÖŞÜ ",
    "αβγδε ΩΣς ",
    "ابتثجحخ دذرز ",
    "👩🏽‍🏫🎉🇹🇷 é ",
)
WORDS = st.one_of(
    *(st.text(alphabet=letters, min_size=1, max_size=400) for letters in ALPHABETS),
    st.text(alphabet="".join(ALPHABETS), min_size=1, max_size=400),
)


def written(
    subject: str = "Hello", name: str = "Ada", email: str = "ada@school.example"
) -> OutgoingMail:
    return write_mail(
        sender="Meridian Çağ <no-reply@meridian.example>",
        name=name,
        email=email,
        subject=subject,
        message_id="<1@meridian.example>",
        written_at=datetime(2026, 11, 28, tzinfo=UTC),
        text="Merhaba, dünya",
        html="<p>Merhaba, dünya</p>",
    )


def read(mail: OutgoingMail) -> EmailMessage:
    parsed = message_from_bytes(mail.content, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def read_by_an_older_program(mail: OutgoingMail, field: str) -> str:
    value = message_from_bytes(mail.content, policy=policy.compat32)[field]
    return str(make_header(decode_header(re.sub(r"\r?\n", "", value))))


@given(WORDS)
@search(max_examples=100, deadline=None)
@example("Ayşe Yılmaz ile artık ortaksınız: ilk adımınızı 6 Kasım Cuma gününe kadar atın")
@example("two  spaces, three   spaces " * 8)
@example("=?utf-8?q?not_decoded?=")
@example(" leading and trailing ")
def test_a_subject_is_read_back_letter_by_letter(subject: str) -> None:
    mail = written(subject)
    assert str(read(mail)["Subject"]) == subject
    assert read_by_an_older_program(mail, "Subject") == subject


@given(WORDS)
@search(max_examples=100, deadline=None)
@example('Ada "Countess" Lovelace, PhD')
@example("a@b.example")
@example("Ayşe, Yılmaz <x@y.example>")
def test_a_display_name_is_read_back_and_leads_to_one_address(name: str) -> None:
    mail, name = written(name=name), " ".join(name.split())
    shown, where = parseaddr(message_from_bytes(mail.content, policy=policy.compat32)["To"])
    assert str(make_header(decode_header(shown))) == name
    assert where == "ada@school.example"
    (found,) = read(mail)["To"].addresses
    assert found.addr_spec == "ada@school.example"
    # The standard library's newer reader puts spaces between the words of a long name.
    if len(name.encode()) <= BYTES_OF_A_NAME:
        assert found.display_name == name


@given(st.text(max_size=200), st.text(max_size=200))
@search(max_examples=100, deadline=None)
@example("x\r\nBcc: everybody@school.example", "Ada\nBcc: everybody@school.example")
@example("x\u2028Bcc: a@b.example\x00\x85", "\ud800")
def test_no_words_add_a_field(subject: str, name: str) -> None:
    mail = written(subject, name)
    head = mail.content.split(b"\r\n\r\n")[0]
    fields = {"Message-ID", "Date", "From", "To", "Subject", "MIME-Version", "Content-Type"}
    assert set(read(mail).keys()) == fields
    assert len(re.findall(rb"^[^ \t]", head, re.MULTILINE)) == len(fields)
    assert str(read(mail)["Subject"]) == one_line(subject)


@pytest.mark.parametrize("subject", ["ş" * 400, "👩🏽‍🏫" * 100, "long " * 80])
def test_lines_stay_short_and_ascii(subject: str) -> None:
    mail = written(subject, subject)
    assert mail.content.isascii()
    assert all(len(line) <= 78 for line in mail.content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ada@gymnasium-weiß.example", "ada@xn--gymnasium-wei-ndb.example"),
        ("ada@gymnasium-weiss.example", "ada@gymnasium-weiss.example"),
        ("ada@OKUL.example", "ada@okul.example"),
        ("ada@σχολείο.example", "ada@xn--kxalrpdt2a.example"),
        ("ada@Школа.example", "ada@xn--80atdl2c.example"),
        ("Ada@my_school.example", "Ada@my_school.example"),
    ],
)
def test_domains_are_written_as_a_labels(typed: str, expected: str) -> None:
    assert address(typed) == expected
    assert read(written(email=typed))["To"].addresses[0].addr_spec == expected


@pytest.mark.parametrize(
    "wrong",
    ["", "ada", "@x.example", "ada@", "a b@x.example", "a\r\nRCPT TO:<b@c.example>@x.example",
     "ada@x.example>", "<ada@x.example", "ada@x .example", "ada@-ü.example", "a,b@x.example"],
)  # fmt: skip
def test_what_is_no_address_cannot_be_written(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        written(email=wrong)


def test_a_local_part_that_is_not_ascii_is_kept_and_asks_for_smtputf8() -> None:
    mail = written(email="ayşe@okul.example")
    assert mail.needs_utf8
    assert "<ayşe@okul.example>" in mail.content.decode()
    assert not written(email="ayse@çağ.example").needs_utf8


def test_the_body_is_kept_in_both_forms() -> None:
    message = read(written())
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert "Merhaba, dünya" in part.get_content()


@pytest.mark.parametrize(
    "sender", ["Meridian", "Meridian <ü@x.example>", "", "Meridian <a b@x.example>"]
)
def test_a_sender_that_cannot_be_written_stops_the_start(sender: str) -> None:
    with pytest.raises(ValidationError):
        MailSettings(mail_from=sender)
