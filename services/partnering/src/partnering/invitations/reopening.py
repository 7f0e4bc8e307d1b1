"""What an advance of a cohort does to open invitations, and taking that back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.invitations.model import Invitation
from partnering.partnerships.actions import lock_enrolments
from partnering.safety.queries import contact_paused
from shared import clock
from shared.contracts.course import CohortAdvanced
from shared.contracts.partnering import InvitationReopened
from shared.outbox import announce


async def ended_by_advance(session: AsyncSession, cohort_id: UUID, to: str) -> Sequence[UUID]:
    """Who will hear that their invitation has ended, because the cohort no longer looks for
    partners in this phase."""
    pace = await session.scalar(select(Cohort.pace).where(Cohort.id == cohort_id))
    if to == "partnering" or (pace == "rolling" and to != "closed"):
        return ()
    found = await session.scalars(
        select(Invitation.from_person_id)
        .where(Invitation.cohort_id == cohort_id, Invitation.status == "open")
        .distinct()
        .order_by(Invitation.from_person_id)
    )
    return found.all()


async def reopen_invitations(session: AsyncSession, event: CohortAdvanced) -> None:
    """Staff took an advance back, and the cohort looks for partners again: invitations that had
    ended before their time wait for an answer again, as long as both sides are free."""
    if not event.undone or event.phase != "partnering":
        return
    now = clock.now()
    early = select(Invitation).where(
        Invitation.cohort_id == event.cohort_id,
        Invitation.status == "expired",
        Invitation.answered_at < Invitation.expires_at,
        Invitation.expires_at > now,
    )
    sides = [(one.from_enrolment_id, one.to_enrolment_id) for one in await session.scalars(early)]
    enrolments = await lock_enrolments(session, sorted({side for both in sides for side in both}))
    free = {one.id for one in enrolments if one.status == "free"}
    rows = await session.scalars(
        early.order_by(Invitation.id).with_for_update().execution_options(populate_existing=True)
    )
    for invitation in rows.all():
        if {invitation.from_enrolment_id, invitation.to_enrolment_id} <= free:
            await _reopen(session, invitation)
    await session.flush()


async def _reopen(session: AsyncSession, invitation: Invitation) -> None:
    """Unless contact between the two has ended meanwhile."""
    if await contact_paused(session, (invitation.from_person_id, invitation.to_person_id)):
        return
    invitation.reopen()
    await announce(
        session,
        InvitationReopened(
            invitation_id=invitation.id,
            cohort_id=invitation.cohort_id,
            from_person_id=invitation.from_person_id,
            to_person_id=invitation.to_person_id,
            expires_at=invitation.expires_at,
        ),
    )
