"""Reading preferences: what was chosen, and the defaults for the rest."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.people.queries import writer_for
from notifications.preferences.model import Choice, Rhythm
from notifications.preferences.rules import QUIET_FROM, QUIET_TO
from notifications.preferences.schemas import KindChoice, Preferences
from notifications.wording.catalogue import KINDS, TOPICS, alike
from shared.http import Principal


async def rhythm_of(session: AsyncSession, person_id: UUID) -> Rhythm:
    """The person's rhythm, or the default one, which is not stored."""
    found = await session.get(Rhythm, person_id)
    return found or Rhythm(
        person_id=person_id, quiet=True, quiet_from=QUIET_FROM, quiet_to=QUIET_TO, digest="daily"
    )


async def read_preferences(session: AsyncSession, who: Principal) -> Preferences:
    """Every kind that may reach this person, in the order of the topics, with what they chose."""
    writer = await writer_for(session, who.person_id)
    rhythm = await rhythm_of(session, who.person_id)
    chosen = {
        choice.kind: choice
        for choice in await session.scalars(select(Choice).where(Choice.person_id == who.person_id))
    }
    kinds = [
        KindChoice(
            kind=kind.name,
            label=writer.gettext(kind.label),
            topic=topic,
            topic_label=writer.gettext(label),
            inbox=chosen[kind.name].inbox if kind.name in chosen else True,
            email=chosen[kind.name].email if kind.name in chosen else kind.email,
            inbox_fixed=all(other.inbox_fixed for other in alike(kind)),
        )
        for topic, label in TOPICS.items()
        for kind in KINDS.values()
        if kind.topic == topic and kind is alike(kind)[0] and (topic != "staff" or who.is_staff)
    ]
    return Preferences(
        quiet=rhythm.quiet,
        quiet_from=rhythm.quiet_from,
        quiet_to=rhythm.quiet_to,
        digest=rhythm.digest,
        kinds=kinds,
    )
