"""Reading mails."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.mail.model import Mail
from shared import clock


async def told_lately(session: AsyncSession, person_id: UUID) -> int:
    """How often somebody was told within an hour that their address was registered again."""
    query = select(func.count()).where(
        Mail.person_id == person_id,
        Mail.template.in_(("confirm_registration", "resend_confirmation")),
        Mail.outcome == "sent",
        Mail.settled_at > clock.real_now() - timedelta(hours=1),
    )
    return int((await session.execute(query)).scalar_one())
