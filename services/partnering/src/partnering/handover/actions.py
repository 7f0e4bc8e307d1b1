"""Acts of a handover: offer, withdraw, say yes or no as the colleague, agree as a partner, expire."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.handover.access import colleague_of, offer_for
from partnering.handover.model import WAITS_FOR, Outcome, SeatConsent, SeatOffer
from partnering.handover.schemas import SeatOfferIn
from partnering.handover.seating import seat_colleague
from partnering.partnerships.admitting import require_running
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import locked_for_member, with_members
from partnering.people.queries import own_email
from partnering.safety.contact import contact_open, may_contact
from partnering.safety.limits import count_act
from shared import clock
from shared.contracts.handover import (
    SeatOfferClosed,
    SeatOffered,
    SeatTaken,
)
from shared.http import Conflict, Invalid, Principal
from shared.identity.addresses import address_key
from shared.outbox import announce

AT_ONCE = 200


async def offer_seat(
    session: AsyncSession, who: Principal, partnership_id: UUID, new: SeatOfferIn
) -> SeatOffer:
    """Offer one's seat in a confirmed partnership to a colleague of the school.

    Nothing changes until they say yes and every partner agrees. Whether the address belongs to
    somebody is not told. It stays possible after a block: it is one of the ways on.
    """
    await may_contact(session, who, [], words="others")
    await require_running(session, partnership_id, member=who.person_id)
    partnership = await locked_for_member(session, who, partnership_id)
    if partnership.state != "confirmed":
        raise Conflict("nothing-to-hand-over", "Only a confirmed partnership can be handed over.")
    email = address_key(new.email)
    if email == await own_email(session, who.person_id):
        raise Invalid({"/email": "is your own address"})
    seat = partnership.seat_of(who.person_id)
    assert seat is not None
    earlier = await session.scalar(
        select(SeatOffer.id).where(
            SeatOffer.enrolment_id == seat.enrolment_id, SeatOffer.state == "open"
        )
    )
    if earlier is not None:
        raise Conflict(
            "offer-already-open", "You have offered this seat already; withdraw it first."
        )
    await count_act(session, who.person_id, "seat_offers")
    offer = SeatOffer(
        partnership_id=partnership.id,
        enrolment_id=seat.enrolment_id,
        offered_by=who.person_id,
        email_key=email,
        words=new.words,
        state="open",
        offered_at=clock.now(),
        expires_at=clock.now() + WAITS_FOR,
    )
    session.add(offer)
    await session.flush()
    await _tell(session, offer, partnership.cohort_id)
    return offer


async def tell_offers(session: AsyncSession, person_id: UUID) -> None:
    """Somebody was verified, or teaches at another school: seats offered to their address are told."""
    email = await own_email(session, person_id)
    rows = await session.execute(
        select(SeatOffer, Partnership.cohort_id)
        .join(Partnership, Partnership.id == SeatOffer.partnership_id)
        .where(SeatOffer.email_key == email, SeatOffer.state == "open", SeatOffer.told_at.is_(None))
    )
    for offer, cohort_id in rows.all():
        await _tell(session, offer, cohort_id)


async def _tell(session: AsyncSession, offer: SeatOffer, cohort_id: UUID) -> None:
    colleague = await colleague_of(session, offer)
    if colleague is None:
        return
    offer.told_at = clock.now()
    await announce(
        session,
        SeatOffered(
            offer_id=offer.id,
            partnership_id=offer.partnership_id,
            cohort_id=cohort_id,
            from_person_id=offer.offered_by,
            to_person_id=colleague,
            expires_at=offer.expires_at,
        ),
    )


async def take_seat(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    """Say yes as the colleague. The partners are asked now, and know whom they agree to."""
    await may_contact(session, who, [])
    partnership, offer = await _locked(session, who, offer_id, "colleague")
    others = _others(partnership, offer)
    if who.person_id in others:
        raise Conflict("same-teacher", "Two classes of one teacher are never partners.")
    await may_contact(session, who, others)
    if offer.taken_by is not None:
        return offer
    offer.taken_by, offer.taken_at = who.person_id, clock.now()
    await session.flush()
    await announce(
        session,
        SeatTaken(
            offer_id=offer.id,
            partnership_id=offer.partnership_id,
            cohort_id=partnership.cohort_id,
            from_person_id=offer.offered_by,
            to_person_id=who.person_id,
            person_ids=tuple(others),
            expires_at=offer.expires_at,
        ),
    )
    return offer


async def agree_to_colleague(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    """Agree as a partner. With the last yes the seat changes hands; the room and all work stay."""
    partnership, offer = await _locked(session, who, offer_id, "partner")
    assert offer.taken_by is not None
    await may_contact(session, who, [offer.taken_by])
    await session.execute(
        insert(SeatConsent)
        .values(offer_id=offer.id, person_id=who.person_id, agreed_at=clock.now())
        .on_conflict_do_nothing()
    )
    agreed = set(
        await session.scalars(select(SeatConsent.person_id).where(SeatConsent.offer_id == offer.id))
    )
    if set(_others(partnership, offer)) <= agreed:
        await hand_over(session, partnership, offer)
    return offer


async def hand_over(session: AsyncSession, partnership: Partnership, offer: SeatOffer) -> None:
    """The seat changes hands, if the colleague and the partners can still reach each other."""
    assert offer.taken_by is not None
    if not await contact_open(session, offer.taken_by, _others(partnership, offer)):
        raise Conflict("offer-over", "This seat is no longer to be had.")
    await seat_colleague(session, partnership, offer)
    await close(session, offer, "accepted")


async def refuse_colleague(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    """Say no as a partner: everything stays as it was."""
    _, offer = await _locked(session, who, offer_id, "partner")
    await close(session, offer, "refused")
    return offer


async def decline_seat(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    """Say no as the colleague, also after a yes, as long as the partners have not all agreed."""
    offer = await offer_for(session, who, offer_id, "colleague")
    await close(session, offer, "declined")
    return offer


async def withdraw_offer(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    offer = await offer_for(session, who, offer_id, "offers")
    await close(session, offer, "withdrawn")
    return offer


async def _locked(
    session: AsyncSession, who: Principal, offer_id: UUID, part: Literal["colleague", "partner"]
) -> tuple[Partnership, SeatOffer]:
    """The open offer and its partnership, for somebody who takes this part in it."""
    partnership = await locked_partnership(session, offer_id)
    offer = await offer_for(session, who, offer_id, part)
    assert partnership is not None
    require_open(partnership, offer)
    return partnership, offer


async def locked_partnership(session: AsyncSession, offer_id: UUID) -> Partnership | None:
    """The partnership of an offer, locked before the offer as everywhere."""
    known = await session.get(SeatOffer, offer_id)
    if known is not None:
        await require_running(session, known.partnership_id)
    found: Partnership | None = await session.scalar(
        with_members()
        .where(Partnership.id == (known.partnership_id if known else None))
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    return found


def require_open(partnership: Partnership, offer: SeatOffer) -> None:
    if offer.state != "open":
        raise Conflict("offer-already-answered", "This offer is already answered.")
    seat = next(
        (one for one in partnership.present if one.enrolment_id == offer.enrolment_id), None
    )
    if partnership.state != "confirmed" or seat is None or offer.expires_at <= clock.now():
        raise Conflict("offer-over", "This seat is no longer to be had.")


def _others(partnership: Partnership, offer: SeatOffer) -> list[UUID]:
    return [one for one in partnership.person_ids if one != offer.offered_by]


async def expire_offers(session: AsyncSession) -> int:
    """Tick: nobody waits for ever, nor for a partnership that is over."""
    gone = select(Partnership.id).where(Partnership.state != "confirmed")
    due = await session.scalars(
        select(SeatOffer)
        .where(
            SeatOffer.state == "open",
            (SeatOffer.expires_at <= clock.now()) | SeatOffer.partnership_id.in_(gone),
        )
        .order_by(SeatOffer.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    offers = due.all()
    for offer in offers:
        await close(session, offer, "expired")
    return len(offers)


async def close(session: AsyncSession, offer: SeatOffer, outcome: Outcome) -> None:
    offer.close(outcome)
    await session.flush()
    await announce(
        session,
        SeatOfferClosed(
            offer_id=offer.id,
            partnership_id=offer.partnership_id,
            from_person_id=offer.offered_by,
            to_person_id=offer.taken_by,
            outcome=outcome,
        ),
    )
