"""Forgetting a person: everything they were told, every mail, every preference, their name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.model import Participant
from notifications.inbox.model import Entry
from notifications.mail.model import Delivery, GuestMail, Mail
from notifications.partnerships.model import Member
from notifications.people.model import Person, RoleHeld
from notifications.preferences.model import Choice, Rhythm
from notifications.wording.catalogue import KINDS
from notifications.wording.kind import Shown
from shared import clock
from shared.contact import forget_contact
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import NotificationsErasureCompleted
from shared.erased import shut_out
from shared.identity.addresses import address_key
from shared.outbox import announce
from shared.parked_words import forget_parked


async def erase_person(session: AsyncSession, event: ErasureRequested) -> None:
    """Delete what is theirs, blank what others keep, and say that it is done.

    An empty row of the person stays, so that events that come late tell nobody. Announcements that
    they wrote belong to the cohort and stay; their author becomes unknown with the name.
    """
    person_id = event.person_id
    await shut_out(session, person_id)
    await forget_parked(session, person_id)
    await forget_contact(session, person_id)
    email = await session.scalar(select(Person.email).where(Person.id == person_id))
    theirs = or_(GuestMail.named_by == person_id, GuestMail.email == address_key(email or "-"))
    await session.execute(delete(GuestMail).where(theirs))
    blank = {"name": "", "email": "", "language": "en", "zone": "UTC", "erased_at": clock.now()}
    await session.execute(
        insert(Person)
        .values(id=person_id, **blank)
        .on_conflict_do_update(index_elements=[Person.id], set_=blank)
    )
    await _forget_quotes(session, person_id)
    for table in (Entry, Delivery, Mail, Choice, Rhythm, RoleHeld, Participant, Member):
        await session.execute(delete(table).where(table.person_id == person_id))
    # Matters that are about the person themself, told to staff.
    about = or_(Entry.about_id == person_id, Entry.parameters["person_id"].astext == str(person_id))
    await session.execute(delete(Entry).where(about))
    waiting = Mail.status.in_(("queued", "gathered"))
    await session.execute(
        update(Mail)
        .where(Mail.about_id == person_id)
        .values(parameters={}, status=case((waiting, "settled"), else_=Mail.status))
    )
    await announce(
        session,
        NotificationsErasureCompleted(person_id=person_id, erasure_id=event.erasure_id),
    )


async def _forget_quotes(session: AsyncSession, person_id: UUID) -> None:
    """What partners were told of common matters stays told; words quoted in it go, since nobody
    here knows who wrote them."""
    # By the facts themselves: the membership may be gone before this erasure is heard of.
    named = {"person_ids": [str(person_id)]}
    entries = await session.scalars(select(Entry).where(Entry.parameters.contains(named)))
    for entry in entries.all():
        entry.parameters = _without_quotes(entry.kind, entry.parameters)
    mails = await session.scalars(select(Mail).where(Mail.parameters.contains(named)))
    for mail in mails.all():
        mail.parameters = _without_quotes(mail.template, mail.parameters)
    await session.flush()


def _without_quotes(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    values = KINDS[kind].values.values() if kind in KINDS else ()
    quoted = {value.field for value in values if value.shown is Shown.WORDS}
    return {
        name: "" if name in quoted and isinstance(value, str) else value
        for name, value in parameters.items()
    }
