"""Facts announced by `partnering` of meetings that do not take place as proposed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event


class MeetingDeclined(Event, type="partnering.meeting.declined.v1", aggregate="partnership_id"):
    """A guest does not come."""

    meeting_id: UUID
    partnership_id: UUID
    declined_by: UUID
    person_ids: tuple[UUID, ...]
    """The others."""
    starts_at: datetime
    other_at: datetime | None = None
    """An hour that would suit them."""
    other_named: bool = False
    off: bool = False
    """No guest is left: it does not take place."""


class MeetingCancelled(Event, type="partnering.meeting.cancelled.v1", aggregate="partnership_id"):
    """It does not take place: withdrawn before any guest had accepted, or cancelled afterwards."""

    meeting_id: UUID
    partnership_id: UUID
    cancelled_by: UUID
    person_ids: tuple[UUID, ...]
    """The others."""
    starts_at: datetime
    how: Literal["withdrawn", "cancelled"]
