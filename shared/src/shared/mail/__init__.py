"""E-mail as every service that sends any writes it and hands it over. Alone in speaking SMTP."""

from shared.mail.message import OutgoingMail, write_mail
from shared.mail.server import MailServer, Outcome, ServerUnreachable
from shared.mail.settings import MailSettings

__all__ = [
    "MailServer",
    "MailSettings",
    "Outcome",
    "OutgoingMail",
    "ServerUnreachable",
    "write_mail",
]
