"""A letter to somebody without an account, whom a teacher named as the partner they already have."""

from dataclasses import replace
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.queries import titles_of
from notifications.contact.acting import is_frozen
from notifications.mail.letter import Envelope, Item, message_id, write_letter
from notifications.mail.model import GuestMail
from notifications.mail.rules import GIVE_UP_AFTER, retry_in
from notifications.people.model import Person
from notifications.settings import Settings
from notifications.wording.catalogue import KINDS
from notifications.wording.kind import cohort
from notifications.wording.kind import mark as _
from notifications.wording.writer import Known, Writer
from shared import clock
from shared.contracts.partnering import PartnerNamed
from shared.failures import is_transient
from shared.ids import new_id
from shared.mail import MailServer, Outcome

log = structlog.get_logger()
GUEST = replace(
    KINDS["named_as_partner"],
    title=_("A verified teacher would like to take part together with you"),
    body=_(
        "A verified teacher has named you as partner in %(cohort)s, a programme for teachers of "
        "two countries. Register with this address, describe your class and join the cohort. Then "
        "you see who it is."
    ),
    values={"cohort": cohort()},
)
"""Nobody has confirmed the address yet: the letter carries no name and no words of a stranger."""


async def write_to_guest(session: AsyncSession, event: PartnerNamed) -> None:
    """One letter per event; partnering names each address once per cohort. The frozen cause none."""
    if event.to_person_id is not None or not event.email:
        return
    if await is_frozen(session, event.from_person_id):
        return
    await session.execute(
        insert(GuestMail)
        .values(
            id=new_id(),
            event_id=UUID(str(session.info["event_id"])),
            email=event.email,
            named_by=event.from_person_id,
            cohort_id=event.cohort_id,
            status="queued",
            created_at=clock.now(),
            next_attempt_at=clock.real_now(),
            attempts=0,
        )
        .on_conflict_do_nothing()
    )


async def carry_guest_mail(session: AsyncSession, server: MailServer, settings: Settings) -> bool:
    """Hand over the letter that waits longest. False when none does."""
    mail: GuestMail | None = await session.scalar(
        select(GuestMail)
        .where(GuestMail.status == "queued", GuestMail.next_attempt_at <= clock.real_now())
        .order_by(GuestMail.next_attempt_at, GuestMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if mail is None:
        return False
    by = await session.get(Person, mail.named_by)
    if by is None or by.erased_at is not None or await is_frozen(session, by.id):
        _done(mail, "refused")
        return True
    outcome = await _handed_over(session, mail, by, server, settings)
    mail.attempts += 1
    if outcome.result == "sent":
        _done(mail, "sent")
    elif outcome.result == "refused" or clock.now() - mail.created_at > GIVE_UP_AFTER:
        _done(mail, "refused")
    else:
        mail.next_attempt_at = clock.real_now() + retry_in(mail.attempts)
    return True


async def _handed_over(
    session: AsyncSession, mail: GuestMail, by: Person, server: MailServer, settings: Settings
) -> Outcome:
    # The language of who named them is the best guess there is.
    writer = Writer(UUID(int=0), by.language, by.zone)
    known = Known(cohorts=await titles_of(session, [mail.cohort_id]))
    words = writer.write(GUEST, {"cohort_id": str(mail.cohort_id)}, known)
    envelope = Envelope(
        message_id=message_id(mail.event_id, mail.id, GUEST.name, settings.public_url),
        sender=settings.mail.mail_from,
        name="",
        email=mail.email,
        written_at=clock.now(),
        public_url=settings.public_url,
        unsubscribe_key="",
        why=writer.gettext(
            _("A verified teacher gave us this address. We write to it once and then delete it.")
        ),
    )
    item = Item(words=words, url=f"{settings.public_url}/register")
    try:
        letter = write_letter(writer, envelope, "message", words.title, [item])
    except Exception as error:
        if is_transient(error):
            raise
        log.error("guest_mail_unwritable", mail_id=str(mail.id), exc_info=error)
        return Outcome("refused", None, "unwritable")
    return await server.hand_over(letter)


def _done(mail: GuestMail, status: str) -> None:
    mail.status, mail.email = status, ""
