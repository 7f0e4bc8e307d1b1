"""Nothing is kept for ever: old mails, their delivery log and old inbox entries go."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.live.ending import forget_endings
from notifications.mail.model import Delivery, GuestMail, Mail
from shared import clock

MAILS_KEPT: Final = timedelta(days=90)
"""Long enough to answer “did the mail go out?”."""
ENTRIES_KEPT: Final = timedelta(days=400)
"""A whole cohort, and the next one."""
BATCH: Final = 500


async def forget_old(session: AsyncSession) -> int:
    """Delete a batch of what is older than it may be. Mails that still wait are never deleted."""
    now = clock.now()
    await forget_endings(session)
    mails = (
        await session.scalars(
            select(Mail.id)
            .where(
                Mail.created_at < now - MAILS_KEPT,
                Mail.status.not_in(("queued", "gathered")),
            )
            .limit(BATCH)
        )
    ).all()
    entries = (
        await session.scalars(
            select(Entry.id).where(Entry.created_at < now - ENTRIES_KEPT).limit(BATCH)
        )
    ).all()
    guests = (
        await session.scalars(
            select(GuestMail.id)
            .where(GuestMail.created_at < now - MAILS_KEPT, GuestMail.status != "queued")
            .limit(BATCH)
        )
    ).all()
    if guests:
        await session.execute(delete(GuestMail).where(GuestMail.id.in_(guests)))
    if mails:
        await session.execute(delete(Delivery).where(Delivery.mail_id.in_(mails)))
        await session.execute(delete(Mail).where(Mail.id.in_(mails)))
    if entries:
        await session.execute(delete(Entry).where(Entry.id.in_(entries)))
    return len(mails) + len(entries) + len(guests)
