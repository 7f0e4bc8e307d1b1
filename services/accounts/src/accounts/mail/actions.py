"""Queueing security mails in the action's transaction."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.mail.model import Mail
from accounts.people.model import Person
from shared import clock
from shared.ids import new_id


def queue_mail(
    session: AsyncSession,
    template: str,
    recipient: str,
    language: str,
    *,
    person_id: UUID | None = None,
    registration_id: UUID | None = None,
    held: bool = False,
    values: dict[str, str] | None = None,
) -> None:
    """One mail, sent by the tick within a second; a held one waits for `release_mails`."""
    session.add(
        Mail(
            id=new_id(),
            template=template,
            recipient=recipient,
            language=language,
            person_id=person_id,
            registration_id=registration_id,
            values=values or {},
            due_at=None if held else clock.real_now(),
            outcome="held" if held else "waiting",
        )
    )


def tell_person(session: AsyncSession, person: Person, template: str, **values: str) -> None:
    """Tell every confirmed address of a person that something about the account changed."""
    for address in person.addresses:
        queue_mail(session, template, address, person.language, person_id=person.id, values=values)


async def release_mails(session: AsyncSession, person_id: UUID, template: str) -> None:
    """What was held back may go now."""
    await session.execute(
        update(Mail)
        .where(Mail.person_id == person_id, Mail.template == template, Mail.outcome == "held")
        .values(outcome="waiting", due_at=clock.real_now())
    )


async def drop_mails(session: AsyncSession, person_id: UUID, *templates: str) -> None:
    """What has not gone out yet no longer does: all of it, or mails of these templates."""
    waiting = Mail.person_id == person_id, Mail.outcome.in_(("waiting", "ready", "held"))
    chosen = (Mail.template.in_(templates),) if templates else ()
    await session.execute(
        update(Mail)
        .where(*waiting, *chosen)
        .values(
            outcome="failed", settled_at=clock.real_now(), due_at=None, recipient=None, values={}
        )
    )
