"""Facts announced by `partnering` of seats that are handed over to a colleague."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class SeatOffered(Event, type="partnering.seat.offered.v1", aggregate="offer_id"):
    """A teacher who goes offers the seat to a colleague of the school."""

    offer_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    expires_at: datetime


class SeatTaken(Event, type="partnering.seat.taken.v1", aggregate="offer_id"):
    """The colleague has said yes. The seat changes hands once every partner agrees."""

    offer_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    person_ids: tuple[UUID, ...]
    """The partners who are asked."""
    expires_at: datetime


class SeatConsentOverdue(Event, type="partnering.seat.consent-overdue.v1", aggregate="offer_id"):
    """A partner has not answered for 5 days whether a colleague may take the seat: staff decide."""

    offer_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    person_ids: tuple[UUID, ...]
    """Who is in the partnership."""


class SeatOfferClosed(Event, type="partnering.seat.closed.v1", aggregate="offer_id"):
    """`refused`: a partner did not agree; everything stays as it was."""

    offer_id: UUID
    partnership_id: UUID
    from_person_id: UUID
    to_person_id: UUID | None = None
    """The colleague, where they had said yes."""
    outcome: Literal["accepted", "declined", "withdrawn", "expired", "refused"]
