"""Keeping the projections of partnerships up to date: members, and whether contact is paused."""

from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.partnerships.model import Member, PausedPartnership
from shared.contracts.contact import (
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
)
from shared.contracts.transfers import PartnershipTransferred


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


async def move_members(session: AsyncSession, event: PartnershipTransferred) -> None:
    await session.execute(
        update(Member)
        .where(Member.partnership_id == event.partnership_id)
        .values(cohort_id=event.cohort_id)
    )


async def pause_reminders(
    session: AsyncSession, event: PartnershipContactPaused | PartnershipContactStillPaused
) -> None:
    await session.execute(
        upsert(PausedPartnership)
        .values(partnership_id=event.partnership_id)
        .on_conflict_do_nothing()
    )


async def resume_reminders(session: AsyncSession, event: PartnershipContactResumed) -> None:
    await session.execute(
        delete(PausedPartnership).where(PausedPartnership.partnership_id == event.partnership_id)
    )


async def reminders_rest(session: AsyncSession, partnership_id: UUID) -> bool:
    """Whether members must not be reminded of each other now."""
    return await session.get(PausedPartnership, partnership_id) is not None
