"""Choosing what to hear, where and when."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.mail.model import Mail
from notifications.preferences.model import Choice, Rhythm
from notifications.preferences.schemas import PreferencesRequest
from notifications.wording.catalogue import KINDS, alike
from notifications.wording.kind import Kind
from shared.http import Invalid, NotFound, Principal


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
            await _choose(session, who.person_id, kind.name, in_inbox, choice.email)


async def unsubscribe(session: AsyncSession, key: str) -> tuple[UUID, Kind]:
    """No more mails like the one that carried this key; after a digest, of all it contained.

    Returns whose key it was, and the (first) kind that stops.
    """
    mail = await session.scalar(
        select(Mail).where(Mail.unsubscribe_hash == hashlib.sha256(key.encode()).hexdigest())
    )
    if mail is None:
        raise NotFound("This link")
    inside = await session.scalars(
        select(Mail.template).where(Mail.digest_id == mail.id).distinct().order_by(Mail.template)
    )
    named = [KINDS[name] for name in (*inside, mail.template) if name in KINDS]
    kinds = [kind for one in named for kind in alike(one)]
    if not kinds:
        raise NotFound("This link")
    for kind in kinds:
        known = await session.get(Choice, (mail.person_id, kind.name))
        await _choose(session, mail.person_id, kind.name, known.inbox if known else True, "never")
    return mail.person_id, kinds[0]


async def _choose(
    session: AsyncSession, person_id: UUID, kind: str, inbox: bool, email: str
) -> None:
    values = {"inbox": inbox, "email": email}
    await session.execute(
        insert(Choice)
        .values(person_id=person_id, kind=kind, **values)
        .on_conflict_do_update(index_elements=[Choice.person_id, Choice.kind], set_=values)
    )
