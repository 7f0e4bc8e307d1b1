"""The mail server: one connection, kept while there is something to send."""

import asyncio
import contextlib
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib

from notifications.settings import Settings

PATIENCE_SECONDS = 20


class ServerUnreachable(Exception):
    """The server is away, or refuses us rather than this mail. No mail is to blame."""


@dataclass(frozen=True)
class Outcome:
    """What the server said to one mail: taken, later, or never."""

    result: Literal["sent", "deferred", "refused"]
    code: int | None = None
    detail: str = ""


class MailServer:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: aiosmtplib.SMTP | None = None
        self.reachable: bool | None = None

    async def hand_over(self, message: EmailMessage) -> Outcome:
        """Give one mail to the server. Raises `ServerUnreachable` when it cannot be asked."""
        client = await self._connected()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                _errors, answer = await client.send_message(message)
        except aiosmtplib.SMTPSenderRefused as error:
            await self.close()
            self.reachable = False
            raise ServerUnreachable(f"{error.code} {error.message}") from error
        except aiosmtplib.SMTPRecipientsRefused as error:
            worst = max(error.recipients, key=lambda one: one.code)
            return _refusal(worst.code, worst.message)
        except aiosmtplib.SMTPResponseException as error:
            await self.close()
            return _refusal(error.code, error.message)
        except (aiosmtplib.SMTPNotSupported, ValueError) as error:
            return Outcome("refused", None, str(error))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            # The line broke while this mail was on it: it may be the mail, so it alone waits.
            await self.close()
            return Outcome("deferred", None, repr(error))
        return Outcome("sent", 250, answer)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit()
            client.close()

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            timeout=settings.smtp_timeout_seconds,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
        )
        try:
            await client.connect()
            if settings.smtp_username and settings.smtp_password_file:
                password = settings.smtp_password_file.read_text().strip()
                await client.login(settings.smtp_username, password)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            client.close()
            self.reachable = False
            raise ServerUnreachable(repr(error)) from error
        self._client, self.reachable = client, True
        return client


def _refusal(code: int, said: str) -> Outcome:
    return Outcome("refused" if code >= 500 else "deferred", code, said)
