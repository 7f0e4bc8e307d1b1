"""Requests and responses about blocking."""

from datetime import datetime
from uuid import UUID

from shared.http import Input, Output


class NewBlock(Input):
    enrolment_id: UUID


class BlockedPerson(Output):
    """Somebody one has blocked, by the card on which it was done."""

    enrolment_id: UUID
    name: str | None
    """Only where both are verified."""
    country: str
    blocked_at: datetime
