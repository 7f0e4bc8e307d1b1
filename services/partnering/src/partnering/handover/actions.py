"""Acts of a handover: offer, withdraw, take over with all work kept, decline, expire."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.handover.model import WAITS_FOR, Outcome, SeatOffer
from partnering.handover.schemas import SeatOfferIn
from partnering.partnerships.actions import give_up_seats, lock_enrolments, members_changed
from partnering.partnerships.admitting import conditions_of, require_admission, require_running
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import locked_for_member, with_members
from partnering.people.model import Person
from partnering.people.queries import blocked_with, own_email
from partnering.rescue.cases import follow_change
from partnering.safety.queries import contact_frozen
from shared import clock
from shared.contracts.partnering import EnrolmentJoined, SeatOfferClosed, SeatOffered
from shared.http import Conflict, Forbidden, Invalid, NotFound, Principal
from shared.identity.addresses import address_key
from shared.ids import new_id
from shared.outbox import announce

AT_ONCE = 200
_COPIED = (
    "school_id",
    "name",
    "description",
    "subjects",
    "topics",
    "sdgs",
    "pupils_age_from",
    "pupils_age_to",
    "size",
    "availability",
)


async def offer_seat(
    session: AsyncSession, who: Principal, partnership_id: UUID, new: SeatOfferIn
) -> SeatOffer:
    """Offer one's seat in a confirmed partnership to a colleague. Nothing changes until they say yes."""
    await require_running(session, partnership_id)
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
    """Somebody was recognised as a teacher: seats offered to their address are told now."""
    email = await own_email(session, person_id)
    rows = await session.execute(
        select(SeatOffer, Partnership.cohort_id)
        .join(Partnership, Partnership.id == SeatOffer.partnership_id)
        .where(SeatOffer.email_key == email, SeatOffer.state == "open", SeatOffer.told_at.is_(None))
    )
    for offer, cohort_id in rows.all():
        await _tell(session, offer, cohort_id)


async def _tell(session: AsyncSession, offer: SeatOffer, cohort_id: UUID) -> None:
    person = await session.scalar(
        select(Person)
        .where(Person.email_key == offer.email_key, Person.verification == "verified")
        .limit(1)
    )
    if person is None:
        return
    offer.told_at = clock.now()
    await announce(
        session,
        SeatOffered(
            offer_id=offer.id,
            partnership_id=offer.partnership_id,
            cohort_id=cohort_id,
            from_person_id=offer.offered_by,
            to_person_id=person.id,
            expires_at=offer.expires_at,
        ),
    )


async def take_seat(session: AsyncSession, who: Principal, offer_id: UUID) -> Partnership:
    """Take the colleague's seat with the same class at the same school; the room and all work stay.

    The school is the same, so the partnership spans the same countries as before. Every other
    hard rule is asked for the new teacher; and whoever was left alone by the old one no longer is.
    """
    if not who.verified:
        raise Forbidden("not-verified", "This is possible once staff have recognised you.")
    offer = await _to_me(session, who, offer_id)
    await require_running(session, offer.partnership_id)
    partnership = await session.scalar(
        with_members()
        .where(Partnership.id == offer.partnership_id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    assert partnership is not None
    seat = next(
        (one for one in partnership.present if one.enrolment_id == offer.enrolment_id), None
    )
    if partnership.state != "confirmed" or seat is None or offer.expires_at <= clock.now():
        raise Conflict("offer-over", "This seat is no longer to be had.")
    others = [one for one in partnership.person_ids if one != offer.offered_by]
    if who.person_id in others:
        raise Conflict("same-teacher", "Two classes of one teacher are never partners.")
    if await contact_frozen(session, who.person_id, *others):
        raise Conflict("contact-frozen", "Contact is paused for one of you.")
    if set(others) & await blocked_with(session, who.person_id):
        raise Conflict("contact-blocked", "There is no contact between you and a member.")
    await lock_enrolments(session, [offer.enrolment_id])
    mine = await _enrolled_anew(session, who, offer.enrolment_id)
    position = seat.position
    await give_up_seats(session, partnership, [seat], "handed over")
    now = clock.now()
    partnership.members.append(
        Member(
            partnership_id=partnership.id,
            enrolment_id=mine.id,
            person_id=who.person_id,
            position=position,
            seated=True,
            answer="confirmed",
            answered_at=now,
            joined_at=now,
        )
    )
    await session.flush()
    await require_admission(
        session,
        [one.enrolment_id for one in partnership.present],
        await conditions_of(session, partnership),
        chosen=True,
    )
    await follow_change(session, partnership)
    changed = await members_changed(
        session, partnership, joined=[who.person_id], left=[offer.offered_by]
    )
    await announce(session, changed)
    await _close(session, offer, "accepted")
    return partnership


async def _enrolled_anew(session: AsyncSession, who: Principal, enrolment_id: UUID) -> Enrolment:
    """The same pupils with another teacher: a class of their own, in the same cohort."""
    old = await session.get_one(Enrolment, enrolment_id)
    group = await session.get_one(SchoolClass, old.class_id)
    now = clock.now()
    taken = SchoolClass(
        id=new_id(),
        person_id=who.person_id,
        # What the class can work in was what its teacher spoke; the new one says it anew.
        languages=[],
        created_at=now,
        updated_at=now,
        **{name: getattr(group, name) for name in _COPIED},
    )
    session.add(taken)
    await session.flush()
    enrolment = Enrolment(
        id=new_id(),
        cohort_id=old.cohort_id,
        class_id=taken.id,
        person_id=who.person_id,
        status="partnered",
        joined_at=now,
    )
    session.add(enrolment)
    await session.flush()
    await announce(
        session,
        EnrolmentJoined(
            enrolment_id=enrolment.id,
            cohort_id=enrolment.cohort_id,
            person_id=who.person_id,
            status="partnered",
        ),
    )
    return enrolment


async def decline_seat(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    offer = await _to_me(session, who, offer_id)
    await _close(session, offer, "declined")
    return offer


async def withdraw_offer(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    offer = await session.get(SeatOffer, offer_id, with_for_update=True)
    if offer is None or offer.offered_by != who.person_id:
        raise NotFound("This offer")
    await _close(session, offer, "withdrawn")
    return offer


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
        await _close(session, offer, "expired")
    return len(offers)


async def _close(session: AsyncSession, offer: SeatOffer, outcome: Outcome) -> None:
    offer.close(outcome)
    await session.flush()
    await announce(
        session,
        SeatOfferClosed(
            offer_id=offer.id,
            partnership_id=offer.partnership_id,
            from_person_id=offer.offered_by,
            outcome=outcome,
        ),
    )


async def _to_me(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOffer:
    """An offer to the address of the acting person; to all others it is missing."""
    offer = await session.get(SeatOffer, offer_id, with_for_update=True)
    email = await own_email(session, who.person_id)
    if offer is None or not email or offer.email_key != email:
        raise NotFound("This offer")
    if offer.state != "open":
        raise Conflict("offer-already-answered", "This offer is already answered.")
    return offer
