"""Sending what is due: a tick. Nothing here can lose a mail; a crash may send one twice."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import parseaddr
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.delivery.letters import Letter, write_letter
from accounts.keys import Vault
from accounts.mail.model import Mail
from accounts.settings import Settings
from shared import clock
from shared.mail import MailServer, Outcome, OutgoingMail, ServerUnreachable, write_mail

log = structlog.get_logger()

_BATCH = 20
_LONGEST_BATCH = 3
"""Seconds. The transaction stays open while mails go out, and Postgres ends those that idle."""
_GIVE_UP_AFTER_ATTEMPTS = 300
_LONGEST_WAIT = timedelta(minutes=15)
_KEPT = timedelta(days=30)


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
    settled = 0
    started = monotonic()
    server = MailServer(settings.mail)
    try:
        for mail in mails:
            if monotonic() - started > _LONGEST_BATCH:
                break
            letter = await write_letter(session, settings, vault, mail)
            if letter is None:
                mail.settle("nobody", clock.real_now())
                settled += 1
            elif mail.outcome == "waiting":
                # The link must be good before anybody can follow it: committed now, sent next.
                mail.outcome = "ready"
                settled += 1
            else:
                settled += await _send(server, settings, mail, letter)
    except ServerUnreachable as error:
        log.warning("mail_server_unreachable", error=str(error))
        for mail in mails:
            if mail.due_at is not None:
                _try_later(mail)
    finally:
        await server.close()
    return settled


async def _send(server: MailServer, settings: Settings, mail: Mail, letter: Letter) -> int:
    """What one recipient's address or server refuses is this mail's matter alone."""
    try:
        outcome = await server.hand_over(as_message(mail.id, letter, settings))
    except ValueError as error:
        outcome = Outcome("refused", None, f"unwritable: {error}")
    if outcome.result == "deferred":
        _try_later(mail)
        return 0
    if outcome.result == "refused":
        why = {"code": outcome.code} if outcome.code else {"error": outcome.detail}
        log.warning("mail_refused", mail_id=str(mail.id), template=mail.template, **why)
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


def as_message(mail_id: UUID, letter: Letter, settings: Settings) -> OutgoingMail:
    """The same mail always has the same Message-ID."""
    sender = settings.mail.mail_from
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return write_mail(
        sender=sender,
        name="",
        email=letter.to,
        subject=letter.subject,
        message_id=f"<accounts.{mail_id}@{domain}>",
        written_at=clock.real_now(),
        text=letter.body,
        fields={"Content-Language": letter.language, "Auto-Submitted": "auto-generated"},
    )


async def forget_settled_mails(session: AsyncSession) -> int:
    """A month after it went out, nobody needs to know that a mail was sent."""
    old = select(Mail.id).where(Mail.settled_at < clock.real_now() - _KEPT).limit(200)
    gone = await session.scalars(delete(Mail).where(Mail.id.in_(old)).returning(Mail.id))
    return len(gone.all())
