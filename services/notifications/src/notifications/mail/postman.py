"""Carrying mails to the server: one at a time, each in its own transaction."""

import asyncio
import hashlib
import secrets
from datetime import datetime

import structlog
from prometheus_client import Counter
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.mail import compose
from notifications.mail.guests import carry_guest_mail
from notifications.mail.model import Delivery, Mail
from notifications.mail.pausing import has_items, settle_paused
from notifications.mail.rules import GIVE_UP_AFTER, pause_seconds, retry_in
from notifications.people.model import Person
from notifications.preferences.queries import rhythm_of
from notifications.preferences.rules import quiet_until
from notifications.settings import Settings
from notifications.wording.catalogue import KINDS
from notifications.wording.writer import zone_of
from shared import clock
from shared.db import Database
from shared.described import described
from shared.failures import is_transient
from shared.ids import new_id
from shared.mail import MailServer, Outcome, OutgoingMail, ServerUnreachable

log = structlog.get_logger()
MAILS = Counter("meridian_mails_total", "Attempts to hand over a mail.", ["outcome"])
IDLE_SECONDS = 0.5


class Postman:
    """Empties the queue while the server takes mails; waits, and loses nothing, while it does not."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.server = MailServer(settings.mail)

    async def carry(self, database: Database) -> None:
        """Carry mails for ever."""
        failures = 0
        try:
            while True:
                try:
                    carried = await self.carry_one(database)
                    failures = 0
                except ServerUnreachable as error:
                    failures += 1
                    log.warning("mail_server_unreachable", error=str(error), failures=failures)
                    await asyncio.sleep(pause_seconds(failures))
                    continue
                if not carried:
                    await asyncio.sleep(IDLE_SECONDS)
        finally:
            await self.server.close()

    async def carry_one(self, database: Database) -> bool:
        """Deal with the mail that is due longest. False when none is.

        The row is locked until the outcome is committed, so two postmen never carry the same mail.
        A crash between the server's answer and the commit sends one copy more, with the same
        Message-ID.
        """
        async with database.transaction() as session:
            found = (await session.execute(_next_due())).first()
            if found is None:
                return await carry_guest_mail(session, self.server, self._settings)
            mail, person = found
            if await self._not_now(session, mail, person):
                return True
            message = await self._written(session, mail, person)
            if message is not None:
                outcome = await self.server.hand_over(message)
                self._note(session, mail, outcome)
        return True

    async def _not_now(self, session: AsyncSession, mail: Mail, person: Person) -> bool:
        """Put off during quiet hours; forget what was read meanwhile, or is not to be heard now."""
        await settle_paused(session, person.id)
        await session.refresh(mail, ["status"])
        if mail.template == compose.DIGEST and not await has_items(session, mail.id):
            mail.status = "settled"
        if mail.status == "settled":
            return True
        if mail.not_before > mail.created_at and await _was_seen(session, mail):
            mail.status = "seen"
            return True
        until = await _quiet_until(session, mail, person)
        if until is None:
            return False
        mail.not_before = until
        return True

    async def _written(
        self, session: AsyncSession, mail: Mail, person: Person
    ) -> OutgoingMail | None:
        """The mail as it goes out. One that cannot be written must not block those behind it."""
        key = secrets.token_urlsafe(24)
        mail.unsubscribe_hash = hashlib.sha256(key.encode()).hexdigest()
        try:
            return await compose.letter_for(session, mail, person, self._settings, key)
        except Exception as error:
            if is_transient(error):
                raise
            log.error("mail_unwritable", mail_id=str(mail.id), exc_info=error)
            self._note(session, mail, Outcome("refused", None, f"unwritable: {described(error)}"))
            return None

    def _note(self, session: AsyncSession, mail: Mail, outcome: Outcome) -> None:
        """Write the outcome to the mail and to the delivery log."""
        mail.attempts += 1
        if outcome.result == "sent":
            mail.status, mail.sent_at = "sent", clock.now()
        elif outcome.result == "refused" or clock.now() - mail.created_at > GIVE_UP_AFTER:
            mail.status = "refused"
        else:
            mail.next_attempt_at = clock.real_now() + retry_in(mail.attempts)
        MAILS.labels(outcome.result).inc()
        session.add(
            Delivery(
                id=new_id(),
                mail_id=mail.id,
                person_id=mail.person_id,
                template=mail.template,
                attempted_at=clock.real_now(),
                outcome=outcome.result,
                code=outcome.code,
                detail=outcome.detail[:500],
            )
        )


def _next_due() -> Select[Mail, Person]:
    """The oldest due mail of somebody whose address we know; others wait until we do."""
    return (
        select(Mail, Person)
        .join(Person, Person.id == Mail.person_id)
        .where(
            Mail.status == "queued",
            Mail.not_before <= clock.now(),
            Mail.next_attempt_at <= clock.real_now(),
            Person.email != "",
        )
        .order_by(Mail.next_attempt_at, Mail.id)
        .limit(1)
        .with_for_update(of=Mail, skip_locked=True)
    )


async def _was_seen(session: AsyncSession, mail: Mail) -> bool:
    read_at = await session.scalar(
        select(Entry.read_at).where(
            Entry.event_id == mail.event_id,
            Entry.person_id == mail.person_id,
            Entry.kind == mail.template,
        )
    )
    return read_at is not None


async def _quiet_until(session: AsyncSession, mail: Mail, person: Person) -> datetime | None:
    """The end of the reader's quiet hours, unless this mail may not wait for it."""
    kind = KINDS.get(mail.template)
    if kind is not None and kind.urgent:
        return None
    rhythm = await rhythm_of(session, person.id)
    if not rhythm.quiet:
        return None
    until = quiet_until(clock.now(), zone_of(person.zone), rhythm.quiet_from, rhythm.quiet_to)
    if until is not None and mail.reply_by is not None and mail.reply_by <= until:
        return None
    return until
