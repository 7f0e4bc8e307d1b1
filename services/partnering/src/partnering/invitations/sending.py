"""Placing an invitation, whoever asks for it; the rules for asking are in the actions."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Enrolment
from partnering.invitations.model import EXPIRES_AFTER, Invitation
from shared import clock
from shared.contracts.partnering import InvitationSent
from shared.ids import new_id
from shared.outbox import announce


async def place_invitation(
    session: AsyncSession, sender: Enrolment, recipient: Enrolment, message: str
) -> Invitation:
    """Write the invitation and announce it. The sender's enrolment is locked by the caller."""
    now = clock.now()
    invitation = Invitation(
        id=new_id(),
        cohort_id=sender.cohort_id,
        from_enrolment_id=sender.id,
        to_enrolment_id=recipient.id,
        from_person_id=sender.person_id,
        to_person_id=recipient.person_id,
        message=message,
        status="open",
        sent_at=now,
        expires_at=now + EXPIRES_AFTER,
    )
    session.add(invitation)
    await session.flush()
    await announce(
        session,
        InvitationSent(
            invitation_id=invitation.id,
            cohort_id=invitation.cohort_id,
            from_person_id=invitation.from_person_id,
            to_person_id=invitation.to_person_id,
            expires_at=invitation.expires_at,
        ),
    )
    return invitation


async def has_open_invitation(session: AsyncSession, one: UUID, other: UUID) -> bool:
    """Whether either of the two enrolments has asked the other and still waits."""
    found = await session.scalar(
        select(Invitation.id)
        .where(
            Invitation.from_enrolment_id.in_((one, other)),
            Invitation.to_enrolment_id.in_((one, other)),
            Invitation.status == "open",
        )
        .limit(1)
    )
    return found is not None
