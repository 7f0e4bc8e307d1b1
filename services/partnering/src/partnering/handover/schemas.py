"""Requests and responses of handing a seat over."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.http import Input, Output
from shared.identity.addresses import Email


class SeatOfferIn(Input):
    email: Email
    """The colleague's address. Whether somebody has it is not told."""
    words: Annotated[str, StringConstraints(max_length=1000)] = ""


class SeatDecision(Input):
    agree: bool


class WaitingSeat(Output):
    """A seat that a colleague would take and on which a partner has not answered for 5 days."""

    id: UUID
    partnership_id: UUID
    from_name: str
    colleague: str
    school_name: str
    partners: list[str]
    expires_at: datetime


class SeatOfferOut(Output):
    id: UUID
    partnership_id: UUID
    cohort_title: str
    mine: bool
    """Offered by me, rather than to me."""
    from_name: str
    email: str
    """Only for who offers it."""
    words: str
    class_name: str
    school_name: str
    place: str
    country: str
    partners: list[str]
    """Who is in the partnership beside the one who goes."""
    colleague: str
    """Who takes the seat; empty while the colleague has not said yes."""
    waits_for: list[str]
    """The partners who have not agreed yet, once the colleague has said yes."""
    you_agree: bool
    """Whether the reader is a partner who is asked to agree."""
    state: Literal["open", "accepted", "declined", "withdrawn", "expired", "refused"]
    expires_at: datetime
