"""The mail server: one connection, kept while there is something to send."""

import asyncio
import contextlib
import socket
import ssl
from dataclasses import dataclass
from typing import Final, Literal

import aiosmtplib

from shared.mail.message import OutgoingMail
from shared.mail.settings import MailSettings
from shared.observability import MAIL_FAILURES, MAIL_SENT_AT

PATIENCE_SECONDS: Final = 20
_AWAY: Final = (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError)
_ABOUT_US: Final = frozenset({421, 530, 534, 535, 538})
"""It is closing, or wants another sign-in: no recipient is to blame."""
_TOO_LARGE: Final = 552


class ServerUnreachable(Exception):
    """The server is away, or refuses us rather than this mail. No mail is to blame."""


@dataclass(frozen=True)
class Outcome:
    """What the server said to one mail: taken, later, or never."""

    result: Literal["sent", "deferred", "refused"]
    code: int | None = None
    detail: str = ""


class MailServer:
    """The installation's mail server, as its settings describe it."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._client: aiosmtplib.SMTP | None = None
        self.reachable: bool | None = None
        """None until the first attempt."""

    async def hand_over(self, mail: OutgoingMail) -> Outcome:
        """Give one mail to the server. Raises `ServerUnreachable` when it cannot be asked."""
        client = await self._connected()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if mail.needs_utf8 and client.is_ehlo_or_helo_needed:
                    await client.ehlo()
                _errors, answer = await client.sendmail(
                    mail.sender, mail.recipient, mail.content, mail_options=_options(client, mail)
                )
        except aiosmtplib.SMTPRecipientsRefused as error:
            (refusal,) = error.recipients
            if _not_from_us(refusal.code, refusal.message):
                # It greets and takes nothing from us: mail waits until that is mended. Only this
                # one, because the rule may be about this recipient after all.
                await self.close()
                MAIL_FAILURES.inc()
                return Outcome("deferred", refusal.code, refusal.message)
            return await self._refused(refusal.code, refusal.message)
        except aiosmtplib.SMTPSenderRefused as error:
            # The sender is the same for every mail, unless this one asked for something special.
            if mail.needs_utf8 or error.code == _TOO_LARGE:
                return await self._refused(error.code, error.message)
            raise await self._unreachable(error) from error
        except aiosmtplib.SMTPResponseException as error:
            return await self._refused(error.code, error.message)
        except (aiosmtplib.SMTPNotSupported, ValueError) as error:
            return Outcome("refused", None, str(error))
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            # The line broke while this mail was on it: it may be the mail, so it alone waits.
            await self.close()
            MAIL_FAILURES.inc()
            return Outcome("deferred", None, repr(error))
        MAIL_FAILURES.set(0)
        MAIL_SENT_AT.set_to_current_time()
        return Outcome("sent", 250, answer)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit()
            client.close()

    async def _refused(self, code: int, said: str) -> Outcome:
        """5xx is never, 4xx is later. The next mail begins on a fresh connection."""
        if code in _ABOUT_US:
            raise await self._unreachable(aiosmtplib.SMTPResponseException(code, said))
        await self.close()
        return Outcome("refused" if code >= 500 else "deferred", code, said)

    async def _unreachable(self, error: Exception) -> ServerUnreachable:
        await self.close()
        self.reachable = False
        MAIL_FAILURES.inc()
        settings = self._settings
        where = f"{settings.smtp_host}:{settings.port} (security {settings.smtp_security})"
        return ServerUnreachable(f"{where}: {_why(error)}")

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        settings = self._settings
        try:
            client = aiosmtplib.SMTP(
                hostname=settings.smtp_host,
                port=settings.port,
                timeout=settings.smtp_timeout_seconds,
                use_tls=settings.smtp_security == "tls",
                start_tls=settings.smtp_security == "starttls",
                tls_context=_trust(settings) if settings.smtp_security != "none" else None,
            )
            self._client = client
            await client.connect()
            if settings.smtp_user:
                await client.login(settings.smtp_user, settings.password())
        except _AWAY as error:
            raise await self._unreachable(error) from error
        self.reachable = True
        return client


def _not_from_us(code: int, said: str) -> bool:
    """Whether a recipient is refused for a rule of the server (RFC 3463: 5.7), not as unknown."""
    return code >= 500 and (code == 554 or " 5.7." in f" {said}" or "relay" in said.lower())


def _trust(settings: MailSettings) -> ssl.SSLContext:
    """Verifies the certificate and the name in it."""
    authority = settings.smtp_ca_file.read_text().strip() if settings.smtp_ca_file else ""
    try:
        return ssl.create_default_context(cadata=authority or None)
    except ssl.SSLError as error:
        raise ValueError("MERIDIAN_SMTP_CA_FILE holds no certificate") from error


def _options(client: aiosmtplib.SMTP, mail: OutgoingMail) -> list[str]:
    if not mail.needs_utf8:
        return []
    return ["SMTPUTF8", *(["BODY=8BITMIME"] if client.supports_extension("8bitmime") else [])]


def _why(error: BaseException) -> str:
    """One clear line, without any password."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    for one in chain:
        match one:
            case ssl.SSLCertVerificationError():
                return f"its certificate is not trusted: {one.verify_message}"
            case ValueError():
                return str(one)
            case ssl.SSLError():
                return (
                    f"no TLS as expected, check MERIDIAN_SMTP_SECURITY and the port: {one.reason}"
                )
            case aiosmtplib.SMTPAuthenticationError():
                return f"it refuses MERIDIAN_SMTP_USER or the password: {one.code} {one.message}"
            case socket.gaierror():
                return "there is no host of this name"
            case ConnectionRefusedError():
                return "nothing listens there"
            case FileNotFoundError() | PermissionError():
                return f"cannot read {one.filename}: {one.strerror}"
            case aiosmtplib.SMTPResponseException():
                return f"it says {one.code} {one.message}"
            case TimeoutError():
                return "it does not answer in time"
    return str(error) or repr(error)
