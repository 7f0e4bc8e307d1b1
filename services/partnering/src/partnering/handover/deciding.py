"""Staff decide on a seat when a partner has not answered: silence blocks nobody for ever."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.handover.actions import close, hand_over, locked_partnership, require_open
from partnering.handover.model import PARTNERS_ANSWER_WITHIN, STAFF_DECIDE_WITHIN, SeatOffer
from partnering.handover.schemas import WaitingSeat
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.ties import require_untied
from partnering.people.queries import people_by_id
from shared import clock
from shared.audit import describe_act
from shared.contracts.handover import (
    SeatConsentOverdue,
)
from shared.http import Conflict, NotFound, Permission, Principal
from shared.outbox import announce

AT_ONCE = 200


async def ask_staff(session: AsyncSession) -> int:
    """Tick: a partner has not answered for 5 days. Staff have a week to decide, then it ends."""
    now = clock.now()
    due = await session.execute(
        select(SeatOffer, Partnership.cohort_id)
        .join(Partnership, Partnership.id == SeatOffer.partnership_id)
        .where(
            SeatOffer.state == "open",
            SeatOffer.staff_asked_at.is_(None),
            SeatOffer.taken_at <= now - PARTNERS_ANSWER_WITHIN,
            Partnership.state == "confirmed",
        )
        .order_by(SeatOffer.id)
        .limit(AT_ONCE)
        .with_for_update(of=SeatOffer, skip_locked=True)
    )
    found = due.all()
    for offer, cohort_id in found:
        offer.staff_asked_at = now
        offer.expires_at = max(offer.expires_at, now + STAFF_DECIDE_WITHIN)
        partnership = await _partnership(session, offer)
        await announce(
            session,
            SeatConsentOverdue(
                offer_id=offer.id,
                partnership_id=offer.partnership_id,
                cohort_id=cohort_id,
                from_person_id=offer.offered_by,
                to_person_id=offer.taken_by,
                person_ids=partnership.person_ids,
            ),
        )
    await session.flush()
    return len(found)


async def decide_seat(
    session: AsyncSession, who: Principal, offer_id: UUID, *, agree: bool
) -> SeatOffer:
    """Staff agree in place of the silent partners, or leave everything as it was."""
    partnership = await locked_partnership(session, offer_id)
    if partnership is None or not who.may(Permission.HANDLE_RESCUES, partnership.cohort_id):
        raise NotFound("This offer")
    offer = await session.get_one(SeatOffer, offer_id, with_for_update=True, populate_existing=True)
    asked = {*partnership.person_ids, *filter(None, [offer.taken_by])}
    describe_act(session, about=asked, detail="agreed" if agree else "refused")
    await require_untied(session, who, asked)
    require_open(partnership, offer)
    if offer.staff_asked_at is None:
        raise Conflict("partners-still-asked", "The partners still have time to answer.")
    if agree:
        await hand_over(session, partnership, offer)
    else:
        await close(session, offer, "refused")
    return offer


async def waiting_seats(
    session: AsyncSession, who: Principal, cohort_id: UUID
) -> Sequence[WaitingSeat]:
    """Seats on which staff are asked to decide, the longest waiting first."""
    rows = await session.scalars(
        select(SeatOffer)
        .join(Partnership, Partnership.id == SeatOffer.partnership_id)
        .where(
            Partnership.cohort_id == cohort_id,
            Partnership.state == "confirmed",
            SeatOffer.state == "open",
            SeatOffer.staff_asked_at.is_not(None),
        )
        .order_by(SeatOffer.taken_at, SeatOffer.id)
    )
    found = []
    for offer in rows.all():
        partnership = await _partnership(session, offer)
        if who.person_id in (*partnership.person_ids, offer.taken_by):
            continue
        facts = await facts_of(session, [one.enrolment_id for one in partnership.present])
        colleague = (await people_by_id(session, [offer.taken_by or offer.offered_by])).values()
        found.append(
            WaitingSeat(
                id=offer.id,
                partnership_id=offer.partnership_id,
                from_name=facts[offer.enrolment_id].person_name
                if offer.enrolment_id in facts
                else "",
                colleague=next((one.name for one in colleague), ""),
                school_name=facts[offer.enrolment_id].school_name
                if offer.enrolment_id in facts
                else "",
                partners=[
                    facts[one.enrolment_id].person_name
                    for one in partnership.present
                    if one.enrolment_id != offer.enrolment_id
                ],
                expires_at=offer.expires_at,
            )
        )
    return found


async def _partnership(session: AsyncSession, offer: SeatOffer) -> Partnership:
    found = await session.scalar(with_members().where(Partnership.id == offer.partnership_id))
    assert found is not None
    return found
