"""Stopping mails by the key of one of them."""

import hashlib
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.mail.model import Mail
from notifications.preferences.actions import choose
from notifications.preferences.model import Choice
from notifications.wording.catalogue import KINDS, alike
from notifications.wording.kind import Kind
from shared.http import NotFound


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
        await choose(session, mail.person_id, kind.name, known.inbox if known else True, "never")
    return mail.person_id, kinds[0]
