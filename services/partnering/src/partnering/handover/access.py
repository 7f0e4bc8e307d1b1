"""Who has to do with an offered seat: who offers it, the colleague of the school, the partners."""

from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.handover.model import SeatOffer
from partnering.partnerships.model import Member
from partnering.people.model import Person
from partnering.people.queries import blocked_with, own_email
from partnering.safety.queries import contact_paused, frozen_among
from shared.http import NotFound, Principal

Part = Literal["offers", "colleague", "partner"]


async def visible(session: AsyncSession, who: Principal) -> ColumnElement[bool]:
    """Offers this person may see.

    Their own always. A colleague sees one to their address when they are verified and teach at the
    seat's school, and a partner one that a colleague has said yes to.
    """
    mine = SeatOffer.offered_by == who.person_id
    if not who.verified:
        return mine
    return mine | await _to_colleague(session, who) | _to_partner(who)


async def _to_colleague(session: AsyncSession, who: Principal) -> ColumnElement[bool]:
    """Not while contact between the two is frozen or blocked: an offer carries words."""
    email = await own_email(session, who.person_id)
    if not email or await frozen_among(session, [who.person_id]):
        return SeatOffer.id.is_(None)
    offerers = await session.scalars(
        select(SeatOffer.offered_by).where(SeatOffer.email_key == email).distinct()
    )
    hidden = await blocked_with(session, who.person_id) | await frozen_among(session, offerers)
    return (
        (SeatOffer.email_key == email)
        & SeatOffer.offered_by.not_in(hidden)
        & teaches_at_school_of(SeatOffer.enrolment_id, who.person_id)
    )


def _to_partner(who: Principal) -> ColumnElement[bool]:
    seated = exists().where(
        Member.partnership_id == SeatOffer.partnership_id,
        Member.person_id == who.person_id,
        Member.seated.is_(True),
    )
    return SeatOffer.taken_by.is_not(None) & seated


def teaches_at_school_of(enrolment_id: object, person_id: object) -> ColumnElement[bool]:
    """Whether a person has a class at the school of an enrolment."""
    own, of_seat, seat = aliased(SchoolClass), aliased(SchoolClass), aliased(Enrolment)
    return exists().where(
        own.person_id == person_id,
        own.school_id == of_seat.school_id,
        of_seat.id == seat.class_id,
        seat.id == enrolment_id,
    )


async def colleague_of(session: AsyncSession, offer: SeatOffer) -> UUID | None:
    """The verified teacher of the seat's school with this address, if contact between the two is
    open."""
    found: UUID | None = await session.scalar(
        select(Person.id)
        .where(
            Person.email_key == offer.email_key,
            Person.verification == "verified",
            Person.id != offer.offered_by,
            teaches_at_school_of(offer.enrolment_id, Person.id),
        )
        .limit(1)
    )
    if found is None or await contact_paused(session, [found, offer.offered_by]):
        return None
    return found


async def offer_for(session: AsyncSession, who: Principal, offer_id: UUID, part: Part) -> SeatOffer:
    """The locked offer for somebody who takes this part in it; to all others it is missing."""
    offer = await session.scalar(
        select(SeatOffer)
        .where(SeatOffer.id == offer_id, await visible(session, who))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if offer is None or await _part_of(session, who, offer) != part:
        raise NotFound("This offer")
    return offer


async def _part_of(session: AsyncSession, who: Principal, offer: SeatOffer) -> Part:
    if offer.offered_by == who.person_id:
        return "offers"
    return "colleague" if offer.email_key == await own_email(session, who.person_id) else "partner"
