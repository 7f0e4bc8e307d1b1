"""Keep up with whose contact `partnering` has paused."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.contact.model import FrozenPerson, PausedMember
from shared.contracts.contact import (
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.course import CohortAdvanced
from shared.contracts.partnering import PartnershipDissolved, PartnershipMembersChanged


async def keep_frozen(session: AsyncSession, event: ContactFrozen | ContactStillPaused) -> None:
    """Blocks between two are of interest only where they pause a partnership."""
    if isinstance(event, ContactStillPaused) and event.blocked_id is not None:
        return
    await session.execute(
        insert(FrozenPerson).values(person_id=event.person_id).on_conflict_do_nothing()
    )


async def drop_frozen(session: AsyncSession, event: ContactReleased) -> None:
    await session.execute(delete(FrozenPerson).where(FrozenPerson.person_id == event.person_id))


async def keep_paused(
    session: AsyncSession, event: PartnershipContactPaused | PartnershipContactStillPaused
) -> None:
    for person_id in event.person_ids:
        await session.execute(
            insert(PausedMember)
            .values(
                partnership_id=event.partnership_id,
                person_id=person_id,
                cohort_id=event.cohort_id,
            )
            .on_conflict_do_nothing()
        )


async def drop_paused(
    session: AsyncSession, event: PartnershipContactResumed | PartnershipDissolved
) -> None:
    await session.execute(
        delete(PausedMember).where(PausedMember.partnership_id == event.partnership_id)
    )


async def drop_left(session: AsyncSession, event: PartnershipMembersChanged) -> None:
    stay = [member.person_id for member in event.members]
    await session.execute(
        delete(PausedMember).where(
            PausedMember.partnership_id == event.partnership_id,
            PausedMember.person_id.not_in(stay),
        )
    )


async def drop_closed(session: AsyncSession, event: CohortAdvanced) -> None:
    """After the end of a cohort its partners meet no more in a room."""
    if event.phase == "closed":
        await session.execute(delete(PausedMember).where(PausedMember.cohort_id == event.cohort_id))


async def forget_contact(session: AsyncSession, person_id: UUID) -> None:
    for table in (FrozenPerson, PausedMember):
        await session.execute(delete(table).where(table.person_id == person_id))
