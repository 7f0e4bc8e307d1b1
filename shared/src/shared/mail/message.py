"""From words to the bytes that a mail server gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from shared.mail.headers import address, mailbox, words

_POLICY: Final = SMTP.clone(cte_type="7bit", refold_source="none")


@dataclass(frozen=True)
class OutgoingMail:
    """One mail to one recipient."""

    sender: str
    recipient: str
    content: bytes

    @property
    def needs_utf8(self) -> bool:
        """The part before the @ is not ASCII: only servers with SMTPUTF8 take it."""
        return not self.recipient.isascii()


def write_mail(
    *,
    sender: str,
    name: str,
    email: str,
    subject: str,
    message_id: str,
    written_at: datetime,
    text: str,
    html: str = "",
    fields: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """A mail of text and, where given, HTML. Raises `ValueError` where an address is none, or a
    further field holds more than one line of ASCII."""
    by, by_email = parseaddr(sender)
    message = EmailMessage(policy=_POLICY)
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    head = {
        "Message-ID": _checked(message_id),
        "Date": format_datetime(written_at),
        "From": mailbox(by, by_email),
        "To": mailbox(name, email),
        "Subject": words(subject),
        **{field: _checked(value) for field, value in (fields or {}).items()},
    }
    for field, value in head.items():
        # They are written already; an assignment would take them apart and fold them anew.
        message.set_raw(field, value)
    mail = OutgoingMail(address(by_email), address(email), b"")
    policy = _POLICY.clone(utf8=mail.needs_utf8)
    return OutgoingMail(mail.sender, mail.recipient, message.as_bytes(policy=policy))


def _checked(value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise ValueError("a field holds one line of ASCII")
    return value
