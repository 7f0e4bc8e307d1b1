"""Reading offers of seats: mine to give, given to me, and those I am asked to agree to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.handover.access import visible
from partnering.handover.model import SeatConsent, SeatOffer
from partnering.handover.schemas import SeatOfferOut
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.model import Person
from shared.http import NotFound, Principal
from shared.identity.addresses import readable


async def my_offers(session: AsyncSession, who: Principal) -> list[SeatOfferOut]:
    """Open ones, newest first."""
    found = await session.scalars(
        select(SeatOffer)
        .where(await visible(session, who), SeatOffer.state == "open")
        .order_by(SeatOffer.id.desc())
    )
    return await _out(session, who, found.all())


async def my_offer(session: AsyncSession, who: Principal, offer_id: UUID) -> SeatOfferOut:
    found = await session.scalar(
        select(SeatOffer).where(SeatOffer.id == offer_id, await visible(session, who))
    )
    if found is None:
        raise NotFound("This offer")
    return (await _out(session, who, [found]))[0]


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
        asked = [one for one in partnership.present if one.enrolment_id != offer.enrolment_id]
        agreed = set(
            await session.scalars(
                select(SeatConsent.person_id).where(SeatConsent.offer_id == offer.id)
            )
        )
        partner = who.person_id in {one.person_id for one in asked}
        colleague = await session.get(Person, offer.taken_by) if offer.taken_by else None
        found.append(
            SeatOfferOut.model_validate(
                {
                    "id": offer.id,
                    "partnership_id": offer.partnership_id,
                    "cohort_title": cohort.title if cohort else "",
                    "mine": mine,
                    "from_name": seat.person_name,
                    "email": readable(offer.email_key) if mine else "",
                    # The words are for the colleague.
                    "words": offer.words if mine or not partner else "",
                    "class_name": seat.class_name,
                    "school_name": seat.school_name,
                    "place": seat.place,
                    "country": seat.country,
                    "partners": [facts[one.enrolment_id].person_name for one in asked],
                    "colleague": colleague.name if colleague else "",
                    "waits_for": [
                        facts[one.enrolment_id].person_name
                        for one in asked
                        if one.person_id not in agreed
                    ]
                    if offer.taken_by
                    else [],
                    "you_agree": partner and who.person_id not in agreed,
                    "state": offer.state,
                    "expires_at": offer.expires_at,
                }
            )
        )
    return found
