"""Contact inside a partnership: paused while a member is frozen or two have no contact."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.safety.queries import contact_paused
from shared import clock
from shared.contracts.contact import PartnershipContactPaused, PartnershipContactResumed
from shared.outbox import announce


async def settle_contact(session: AsyncSession, partnership: Partnership) -> None:
    """Note on a locked partnership whether all may write, and announce it when that changes.

    Nothing else changes: everybody keeps the seat, the room stays readable and all work is kept.
    """
    if partnership.state not in ("confirmed", "finished"):
        return
    paused = await contact_paused(session, partnership.person_ids)
    if paused == (partnership.contact_paused_at is not None):
        return
    partnership.contact_paused_at = clock.now() if paused else None
    partnership.contact_announced_at = clock.now()
    await session.flush()
    fact = PartnershipContactPaused if paused else PartnershipContactResumed
    await announce(
        session,
        fact(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            # Whoever is alone can write to nobody: the others left, and no block was taken back.
            person_ids=partnership.person_ids if len(partnership.person_ids) > 1 else (),
        ),
    )


async def settle_contact_of(session: AsyncSession, person_id: UUID) -> None:
    """The same for every partnership in which this person sits, in the order of their ids."""
    found = await session.scalars(
        with_members()
        .join(Member)
        .where(
            Member.person_id == person_id,
            Member.seated.is_(True),
            Partnership.state.in_(("confirmed", "finished")),
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    for partnership in found.unique().all():
        await settle_contact(session, partnership)
