"""Sending what is due: a tick. Nothing here can lose a mail; a crash may send one twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from time import monotonic
from uuid import UUID

import aiosmtplib
import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.keys import Vault
from accounts.mail.letters import Letter, write_letter
from accounts.mail.model import Mail
from accounts.settings import Settings
from shared import clock

log = structlog.get_logger()

_BATCH = 20
_LONGEST_BATCH = 3
"""Seconds. The transaction stays open while mails go out, and Postgres ends those that idle."""
_TIMEOUT = 5
_GIVE_UP_AFTER_ATTEMPTS = 300
_LONGEST_WAIT = timedelta(minutes=15)
_KEPT = timedelta(days=30)
_UNREACHABLE = (aiosmtplib.SMTPException, OSError, TimeoutError)


def mail_tick(settings: Settings, vault: Vault) -> Callable[[AsyncSession], Awaitable[int]]:
    """The tick `send_mails` of this installation."""

    async def send_mails(session: AsyncSession) -> int:
        return await send_due_mails(session, settings, vault)

    return send_mails


async def send_due_mails(session: AsyncSession, settings: Settings, vault: Vault) -> int:
    """Send a batch of what is due. Returns how many were settled; 0 while the server is away."""
    mails = (
        await session.scalars(
            select(Mail)
            .where(Mail.due_at <= clock.real_now())
            .order_by(Mail.due_at)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
    ).all()
    if not mails:
        return 0
    settled = 0
    started = monotonic()
    server: aiosmtplib.SMTP | None = None
    try:
        for mail in mails:
            if monotonic() - started > _LONGEST_BATCH:
                break
            letter = await write_letter(session, settings, vault, mail)
            if letter is None:
                mail.settle("nobody", clock.real_now())
                settled += 1
                continue
            if mail.outcome == "waiting":
                # The link must be good before anybody can follow it: committed now, sent next.
                mail.outcome = "ready"
                settled += 1
                continue
            if server is None:
                server = await _connect(settings)
            settled += await _send(server, settings, mail, letter)
    except _UNREACHABLE as error:
        log.warning("mail_server_unreachable", error=repr(error))
        for mail in mails:
            if mail.due_at is not None:
                _try_later(mail)
    finally:
        if server is not None:
            server.close()
    return settled


async def _connect(settings: Settings) -> aiosmtplib.SMTP:
    server = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        timeout=_TIMEOUT,
        start_tls=settings.smtp_starttls,
    )
    await server.connect()
    if settings.smtp_username and settings.smtp_password_file:
        password = settings.smtp_password_file.read_text().strip()
        await server.login(settings.smtp_username, password)
    return server


async def _send(server: aiosmtplib.SMTP, settings: Settings, mail: Mail, letter: Letter) -> int:
    message = as_message(mail.id, letter, settings)
    try:
        await server.send_message(message)
    except aiosmtplib.SMTPResponseException as error:
        # 4xx: the server asks us to come again. 5xx: this mail will never be taken.
        if error.code < 500:
            _try_later(mail)
            return 0
        log.warning("mail_refused", template=mail.template, code=error.code)
        mail.settle("failed", clock.real_now())
        return 1
    except aiosmtplib.SMTPRecipientsRefused as error:
        if all(refusal.code < 500 for refusal in error.recipients):
            _try_later(mail)
            return 0
        log.warning("mail_recipient_refused", template=mail.template)
        mail.settle("failed", clock.real_now())
        return 1
    mail.settle("sent", clock.real_now())
    return 1


def _try_later(mail: Mail) -> None:
    """A mail server may be away for days; what waits is tried ever more rarely, then given up."""
    mail.attempts += 1
    if mail.attempts >= _GIVE_UP_AFTER_ATTEMPTS:
        mail.settle("failed", clock.real_now())
        return
    wait = min(timedelta(seconds=2 ** min(mail.attempts, 12)), _LONGEST_WAIT)
    mail.due_at = clock.real_now() + wait


def as_message(mail_id: UUID, letter: Letter, settings: Settings) -> EmailMessage:
    """The same mail always has the same Message-ID. The header classes refuse line breaks."""
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "meridian.localhost"
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.mail_from
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.real_now())
    message["Message-ID"] = f"<accounts.{mail_id}@{domain}>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


async def forget_settled_mails(session: AsyncSession) -> int:
    """A month after it went out, nobody needs to know that a mail was sent."""
    old = select(Mail.id).where(Mail.settled_at < clock.real_now() - _KEPT).limit(200)
    gone = await session.scalars(delete(Mail).where(Mail.id.in_(old)).returning(Mail.id))
    return len(gone.all())
