"""How much mail waits, and since when."""

from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.mail.model import Mail
from shared import clock
from shared.backlog import NOTHING, STUCK_AFTER, Backlog


async def mail_backlog(session: AsyncSession) -> Backlog:
    """Mails that are due. One that is tried again waits since it was written."""
    since = case((Mail.attempts == 0, Mail.due_at), else_=func.uuid_extract_timestamp(Mail.id))
    due = select(func.count(), func.min(since)).where(Mail.due_at.is_not(None))
    waiting, oldest_since = (await session.execute(due)).one()
    if not waiting:
        return NOTHING
    oldest = max(clock.real_now() - oldest_since, timedelta())
    sent_at = None
    if oldest >= STUCK_AFTER:
        sent_at = await session.scalar(
            select(func.max(Mail.settled_at)).where(Mail.outcome == "sent")
        )
    return Backlog(waiting, oldest, sent_at)
