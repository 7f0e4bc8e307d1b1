"""Whom one event concerns, where that takes more than a field of it."""

from uuid import UUID

from sqlalchemy import Select

from notifications.telling.recipients import these
from shared.contracts import handover, partnering


def named(event: partnering.PartnerNamed) -> Select[UUID]:
    """Who was named, if they have an account; others get a letter."""
    return these([event.to_person_id] if event.to_person_id else ())


def who_asked(event: handover.SeatOfferClosed) -> Select[UUID]:
    """Who offered the seat, and the colleague who had said yes."""
    return these([one for one in (event.from_person_id, event.to_person_id) if one])


def members(event: partnering.PartnershipMembersChanged) -> dict[str, object]:
    return {"person_ids": [member.person_id for member in event.members]}


def joined(event: partnering.PartnershipMembersChanged) -> Select[UUID]:
    """Everybody in it, when somebody joined."""
    return these([member.person_id for member in event.members] if event.joined_person_ids else ())


def left_behind(event: partnering.PartnershipMembersChanged) -> Select[UUID]:
    """Whoever goes on, when somebody left and nobody joined in the same moment. Who is left alone,
    or only with people of one country, hears of the rescue instead."""
    goes_on = event.left_person_ids and not event.joined_person_ids
    abroad = len({member.country for member in event.members}) > 1
    return these([member.person_id for member in event.members] if goes_on and abroad else ())
