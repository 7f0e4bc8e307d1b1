"""Inviting, answering, asking first, and withdrawing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.candidates import candidates
from partnering.fit.admission import admissible
from partnering.fit.rules import shared_languages
from partnering.invitations.closing import announce_closed, close_open_invitations
from partnering.invitations.model import ASK_AGAIN_AFTER, MOST_OPEN, Invitation, Question
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.invitations.sending import has_open_invitation, place_invitation
from partnering.partnerships.actions import lock_enrolments, open_partnership
from partnering.partnerships.admitting import WHY_NOT
from partnering.people.queries import blocked_with
from partnering.safety.contact import may_contact
from shared import clock
from shared.contracts.partnering import InvitationAccepted, InvitationQuestioned
from shared.http import Conflict, NotFound, Principal
from shared.ids import new_id
from shared.outbox import announce


async def send_invitation(
    session: AsyncSession, who: Principal, new: InvitationRequest
) -> Invitation:
    """A verified teacher asks for one of their free classes; at most three wait at a time."""
    rows = await lock_enrolments(session, [new.from_enrolment_id, new.to_enrolment_id])
    both = {row.id: row for row in rows}
    sender, recipient = both.get(new.from_enrolment_id), both.get(new.to_enrolment_id)
    if sender is None or sender.person_id != who.person_id or recipient is None:
        raise NotFound
    if recipient.cohort_id != sender.cohort_id:
        raise NotFound
    if who.verified and recipient.person_id in await blocked_with(session, who.person_id):
        raise NotFound
    await may_contact(session, who, [recipient.person_id], words="others")
    await _still_partnering(session, sender.cohort_id)
    if sender.status != "free":
        raise Conflict("enrolment-not-free", "Your class is not looking for a partner.")
    if recipient.status != "free":
        raise Conflict("enrolment-not-free", "This class already has a partner.")
    await _common_language(session, [sender.id, recipient.id])
    if await has_open_invitation(session, sender.id, recipient.id):
        raise Conflict("invitation-already-open", "One of you has already invited the other.")
    await _not_asked_lately(session, sender.id, recipient.id)
    waiting = await session.scalar(
        select(func.count()).where(
            Invitation.from_enrolment_id == sender.id, Invitation.status == "open"
        )
    )
    if (waiting or 0) >= MOST_OPEN:
        raise Conflict(
            "too-many-open-invitations",
            "Three of your invitations still wait for an answer.",
            detail="Withdraw one, or wait: each is answered within seven days.",
        )
    return await place_invitation(session, sender, recipient, new.message)


async def _not_asked_lately(session: AsyncSession, sender: UUID, recipient: UUID) -> None:
    """Asking again must not become pressing: after a no it ends, else a week lies between."""
    last = await session.scalar(
        select(Invitation)
        .where(Invitation.from_enrolment_id == sender, Invitation.to_enrolment_id == recipient)
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    if last is None:
        return
    if last.status == "declined":
        raise Conflict("already-declined", "This class has declined your invitation.")
    if last.sent_at > clock.now() - ASK_AGAIN_AFTER:
        raise Conflict("asked-lately", "You can ask the same class again after a week.")


async def accept_invitation(
    session: AsyncSession, who: Principal, invitation_id: UUID
) -> Invitation:
    """The partnership opens, and everything else open around the two classes closes with it.

    All in one transaction, with the enrolments locked first and in the order of their ids: of
    two simultaneous accepts that share a class, exactly one opens a partnership.
    """
    invitation = await _locked(session, who, invitation_id)
    if invitation.to_person_id != who.person_id:
        raise NotFound
    _require_open(invitation)
    await may_contact(session, who, [invitation.from_person_id])
    await _still_partnering(session, invitation.cohort_id)
    ids = [invitation.from_enrolment_id, invitation.to_enrolment_id]
    language = await _common_language(session, ids)
    partnership = await open_partnership(
        session,
        cohort_id=invitation.cohort_id,
        enrolment_ids=ids,
        origin="invitation",
        language=language,
    )
    invitation.accept(partnership.id, clock.now())
    await close_open_invitations(session, ids, except_for=invitation.id)
    await announce(
        session,
        InvitationAccepted(
            invitation_id=invitation.id,
            cohort_id=invitation.cohort_id,
            partnership_id=partnership.id,
            from_person_id=invitation.from_person_id,
            to_person_id=invitation.to_person_id,
        ),
    )
    return invitation


async def decline_invitation(
    session: AsyncSession, who: Principal, invitation_id: UUID, answer: Decline
) -> Invitation:
    """A kind no is better than silence; without words it may be given at any time, even while
    contact is paused."""
    invitation = await _locked(session, who, invitation_id)
    if invitation.to_person_id != who.person_id:
        raise NotFound
    if answer.text:
        await may_contact(session, who, [invitation.from_person_id], words="others")
    invitation.decline(answer.reason_code, answer.text, clock.now())
    await announce_closed(session, invitation, "declined", answer.reason_code)
    return invitation


async def withdraw_invitation(
    session: AsyncSession, who: Principal, invitation_id: UUID
) -> Invitation:
    """The sender takes it back, and may ask somebody else."""
    invitation = await _locked(session, who, invitation_id)
    if invitation.from_person_id != who.person_id:
        raise NotFound
    invitation.close("withdrawn", clock.now())
    await announce_closed(session, invitation, "withdrawn")
    return invitation


async def ask_question(
    session: AsyncSession, who: Principal, invitation_id: UUID, text: str
) -> Question:
    """Either side may ask or answer before the decision; the first question gives three days."""
    invitation = await _locked(session, who, invitation_id)
    _require_open(invitation)
    other = invitation.other_side(who.person_id)
    await may_contact(session, who, [other], words="others")
    now = clock.now()
    question = Question(
        id=new_id(),
        invitation_id=invitation.id,
        author_id=who.person_id,
        text=text,
        asked_at=now,
    )
    session.add(question)
    invitation.give_time_for_question(now)
    await session.flush()
    await announce(
        session,
        InvitationQuestioned(
            invitation_id=invitation.id,
            cohort_id=invitation.cohort_id,
            author_id=who.person_id,
            to_person_id=other,
            expires_at=invitation.expires_at,
        ),
    )
    return question


async def _locked(session: AsyncSession, who: Principal, invitation_id: UUID) -> Invitation:
    """The invitation of one of its two persons; enrolments first, then the invitation."""
    mine = or_(Invitation.from_person_id == who.person_id, Invitation.to_person_id == who.person_id)
    found = (
        await session.execute(
            select(Invitation.from_enrolment_id, Invitation.to_enrolment_id).where(
                Invitation.id == invitation_id, mine
            )
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    await lock_enrolments(session, list(found))
    return await session.get_one(
        Invitation, invitation_id, with_for_update=True, populate_existing=True
    )


def _require_open(invitation: Invitation) -> None:
    if invitation.status != "open" or invitation.expires_at <= clock.now():
        raise Conflict("invitation-already-answered", "This invitation is no longer open.")


async def _still_partnering(session: AsyncSession, cohort_id: UUID) -> None:
    cohort = await session.get_one(Cohort, cohort_id)
    if not cohort.open_for_partnering:
        raise Conflict("partnering-over", "This cohort no longer looks for partners.")


async def _common_language(session: AsyncSession, enrolment_ids: Sequence[UUID]) -> str:
    """The best language both speak; a conflict says why two may not be partners."""
    one, other = await candidates(session, enrolment_ids)
    why_not = admissible(one, other)
    if why_not is not None:
        raise Conflict("not-admissible", WHY_NOT[why_not], why=why_not)
    return shared_languages(one, other)[0][0]
