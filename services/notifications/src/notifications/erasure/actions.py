"""Forgetting a person: everything they were told, every mail, every preference, their name."""

from sqlalchemy import case, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.model import Participant
from notifications.inbox.model import Entry
from notifications.mail.model import Delivery, Mail
from notifications.partnerships.model import Member
from notifications.people.model import Person, RoleHeld
from notifications.preferences.model import Choice, Rhythm
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import NotificationsErasureCompleted
from shared.outbox import announce


async def erase_person(session: AsyncSession, event: ErasureRequested) -> None:
    """Delete what is theirs, blank what others keep, and say that it is done.

    An empty row of the person stays, so that events that come late tell nobody. Announcements that
    they wrote belong to the cohort and stay; their author becomes unknown with the name.
    """
    person_id = event.person_id
    blank = {"name": "", "email": "", "language": "en", "zone": "UTC", "erased_at": clock.now()}
    await session.execute(
        insert(Person)
        .values(id=person_id, **blank)
        .on_conflict_do_update(index_elements=[Person.id], set_=blank)
    )
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
