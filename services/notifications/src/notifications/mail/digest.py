"""Digests: what was gathered for a person becomes one mail in the morning."""

from typing import Literal, cast

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.mail.compose import DIGEST
from notifications.mail.model import Mail
from notifications.mail.pausing import settle_paused
from notifications.people.model import Person
from notifications.preferences.queries import rhythm_of
from notifications.preferences.rules import next_digest
from notifications.wording.writer import zone_of
from shared import clock
from shared.ids import new_id


async def gather_digests(session: AsyncSession) -> int:
    """Look after one person's gathered mails: set their time, or make the digest that is due."""
    person = await session.scalar(
        select(Person)
        .join(Mail, Mail.person_id == Person.id)
        .where(Mail.status == "gathered", Mail.not_before <= clock.now())
        .order_by(Mail.not_before, Mail.id)
        .limit(1)
        .with_for_update(of=Person, skip_locked=True)
    )
    if person is None:
        return 0
    gathered = (
        await session.scalars(
            select(Mail)
            .where(Mail.person_id == person.id, Mail.status == "gathered")
            .order_by(Mail.id)
        )
    ).all()
    rhythm = await rhythm_of(session, person.id)
    due_at = next_digest(
        gathered[0].created_at,
        zone_of(person.zone),
        cast("Literal['daily', 'weekly']", rhythm.digest),
    )
    if due_at > clock.now():
        for mail in gathered:
            mail.not_before = due_at
        return 1
    await _forget_seen(session, person)
    await settle_paused(session, person.id)
    digest = _digest_for(person)
    included = await session.scalars(
        update(Mail)
        .where(Mail.person_id == person.id, Mail.status == "gathered")
        .values(status="in_digest", digest_id=digest.id)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    if included.first() is not None:
        session.add(digest)
    return 1


async def _forget_seen(session: AsyncSession, person: Person) -> None:
    """What was read in the inbox meanwhile needs no mail."""
    seen = exists().where(
        Entry.event_id == Mail.event_id,
        Entry.person_id == Mail.person_id,
        Entry.kind == Mail.template,
        Entry.read_at.is_not(None),
    )
    await session.execute(
        update(Mail)
        .where(Mail.person_id == person.id, Mail.status == "gathered", seen)
        .values(status="seen")
        .execution_options(synchronize_session=False)
    )


def _digest_for(person: Person) -> Mail:
    digest_id = new_id()
    now = clock.now()
    return Mail(
        id=digest_id,
        event_id=digest_id,
        person_id=person.id,
        template=DIGEST,
        parameters={},
        link="/inbox",
        about_id=person.id,
        status="queued",
        created_at=now,
        not_before=now,
        next_attempt_at=clock.real_now(),
        attempts=0,
    )
