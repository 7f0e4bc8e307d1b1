"""Reading offers of seats: mine to give, and given to me."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.handover.model import SeatOffer
from partnering.handover.schemas import SeatOfferOut
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.queries import own_email
from shared.http import NotFound, Principal
from shared.identity.addresses import readable


async def my_offers(session: AsyncSession, who: Principal) -> list[SeatOfferOut]:
    """Open ones, newest first."""
    found = await session.scalars(
        select(SeatOffer)
        .where(await _mine(session, who), SeatOffer.state == "open")
        .order_by(SeatOffer.id.desc())
    )
    return await _out(session, who, found.all())


async def my_offer(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOfferOut:
    found = await session.scalar(
        select(SeatOffer).where(SeatOffer.id == offer_id, await _mine(session, who))
    )
    if found is None:
        raise NotFound("This offer")
    return (await _out(session, who, [found]))[0]


async def _mine(session: AsyncSession, who: Principal) -> ColumnElement[bool]:
    email = await own_email(session, who.person_id)
    to_me = SeatOffer.email_key == (email or "-")
    return or_(SeatOffer.offered_by == who.person_id, to_me)


async def _out(
    session: AsyncSession, who: Principal, offers: Sequence[SeatOffer]
) -> list[SeatOfferOut]:
    found = []
    for offer in offers:
        partnership = await session.scalar(
            with_members().where(Partnership.id == offer.partnership_id)
        )
        assert partnership is not None
        facts = await facts_of(session, [one.enrolment_id for one in partnership.members])
        cohort = await session.get(Cohort, partnership.cohort_id)
        seat = facts[offer.enrolment_id]
        mine = offer.offered_by == who.person_id
        found.append(
            SeatOfferOut.model_validate(
                {
                    "id": offer.id,
                    "partnership_id": offer.partnership_id,
                    "cohort_title": cohort.title if cohort else "",
                    "mine": mine,
                    "from_name": seat.person_name,
                    "email": readable(offer.email_key) if mine else "",
                    "words": offer.words,
                    "class_name": seat.class_name,
                    "school_name": seat.school_name,
                    "place": seat.place,
                    "country": seat.country,
                    "partners": [
                        facts[one.enrolment_id].person_name
                        for one in partnership.present
                        if one.enrolment_id != offer.enrolment_id
                    ],
                    "state": offer.state,
                    "expires_at": offer.expires_at,
                }
            )
        )
    return found
