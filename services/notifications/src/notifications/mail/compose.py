"""From a queued row to a letter: whose names it needs, which language, one item or a digest."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.queries import titles_of
from notifications.mail.letter import Envelope, Item, message_id, write_letter
from notifications.mail.model import Mail
from notifications.people.model import Person
from notifications.people.queries import names_of
from notifications.settings import Settings
from notifications.wording.catalogue import KINDS
from notifications.wording.writer import Known, Writer, cohorts_in, people_in
from shared import clock
from shared.mail import OutgoingMail

DIGEST = "digest"


async def letter_for(
    session: AsyncSession, mail: Mail, person: Person, settings: Settings, unsubscribe_key: str
) -> OutgoingMail:
    """Write the mail as of now: names, language and zone are those of this moment."""
    writer = Writer(person.id, person.language, person.zone)
    mails: Sequence[Mail] = [mail]
    if mail.template == DIGEST:
        mails = (
            await session.scalars(
                select(Mail)
                .where(Mail.digest_id == mail.id, Mail.status == "in_digest")
                .order_by(Mail.id)
            )
        ).all()
    items = await _items(session, writer, mails, settings.public_url)
    if not items:
        raise ValueError("a digest of nothing")
    # A digest of one thing is a mail about that thing.
    gathered = len(items) > 1
    if gathered:
        subject = writer.ngettext(
            "One thing is new for you", "%(num)d things are new for you", len(items)
        )
    else:
        subject = items[0].words.title
    envelope = Envelope(
        message_id=message_id(mail.event_id, person.id, mail.template, settings.public_url),
        sender=settings.mail.mail_from,
        name=person.name,
        email=person.email,
        written_at=clock.now(),
        public_url=settings.public_url,
        unsubscribe_key=unsubscribe_key,
    )
    template = "digest" if gathered else "message"
    return write_letter(writer, envelope, template, subject, items)


async def _items(
    session: AsyncSession, writer: Writer, mails: Sequence[Mail], public_url: str
) -> list[Item]:
    known = Known(
        people=await names_of(
            session,
            {one for mail in mails for one in people_in(KINDS[mail.template], mail.parameters)},
        ),
        cohorts=await titles_of(
            session,
            {one for mail in mails for one in cohorts_in(KINDS[mail.template], mail.parameters)},
        ),
    )
    return [
        Item(
            words=writer.write(KINDS[mail.template], mail.parameters, known),
            url=f"{public_url}{mail.link}",
        )
        for mail in mails
    ]
