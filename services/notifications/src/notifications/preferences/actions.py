"""Choosing what to hear, where and when."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.preferences.model import Choice, Rhythm
from notifications.preferences.schemas import PreferencesRequest
from notifications.wording.catalogue import KINDS, alike
from shared.http import Invalid, Principal


async def save_preferences(
    session: AsyncSession, who: Principal, wanted: PreferencesRequest
) -> None:
    """Keep the rhythm and the choices that are named; kinds that are not named stay as they are.

    What somebody waits for cannot be taken out of the inbox: nobody should wait for a person who
    never heard of it.
    """
    errors = {}
    for index, choice in enumerate(wanted.kinds):
        kind = KINDS.get(choice.kind)
        if kind is None:
            errors[f"/kinds/{index}/kind"] = "is not a kind of notification"
        elif all(other.inbox_fixed for other in alike(kind)) and not choice.inbox:
            errors[f"/kinds/{index}/inbox"] = "somebody waits for this; it stays in the inbox"
    if errors:
        raise Invalid(errors)
    rhythm = {
        "quiet": wanted.quiet,
        "quiet_from": wanted.quiet_from.replace(tzinfo=None),
        "quiet_to": wanted.quiet_to.replace(tzinfo=None),
        "digest": wanted.digest,
    }
    await session.execute(
        insert(Rhythm)
        .values(person_id=who.person_id, **rhythm)
        .on_conflict_do_update(index_elements=[Rhythm.person_id], set_=rhythm)
    )
    for choice in wanted.kinds:
        for kind in alike(KINDS[choice.kind]):
            in_inbox = choice.inbox or kind.inbox_fixed
            await choose(session, who.person_id, kind.name, in_inbox, choice.email)


async def choose(
    session: AsyncSession, person_id: UUID, kind: str, inbox: bool, email: str
) -> None:
    """What this person wants for one kind from now on."""
    values = {"inbox": inbox, "email": email}
    await session.execute(
        insert(Choice)
        .values(person_id=person_id, kind=kind, **values)
        .on_conflict_do_update(index_elements=[Choice.person_id, Choice.kind], set_=values)
    )
