"""Keeping the projection of partnership members up to date."""

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.partnerships.model import Member
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
)


async def keep_members(
    session: AsyncSession, event: PartnershipConfirmed | PartnershipMembersChanged
) -> None:
    """The members are exactly those the event names."""
    await session.execute(delete(Member).where(Member.partnership_id == event.partnership_id))
    rows = [
        {
            "partnership_id": event.partnership_id,
            "person_id": person_id,
            "cohort_id": event.cohort_id,
        }
        for person_id in dict.fromkeys(member.person_id for member in event.members)
    ]
    if rows:
        await session.execute(insert(Member), rows)


async def drop_members(session: AsyncSession, event: PartnershipDissolved) -> None:
    await session.execute(delete(Member).where(Member.partnership_id == event.partnership_id))
