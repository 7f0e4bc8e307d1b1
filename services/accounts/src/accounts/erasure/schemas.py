"""Requests and responses of export and erasure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.people.schemas import Me
from accounts.sessions.schemas import SessionItem
from shared.http import Output


class ErasureAccepted(Output):
    erasure_id: UUID


class OwnData(Output):
    """Everything that accounts keeps about the person."""

    exported_at: datetime
    person: Me
    confirmed_at: datetime
    code_of_conduct_at: datetime | None
    sessions: list[SessionItem]
    verification_requests: list[dict[str, Any]]
    staff_acts_about_me: list[dict[str, Any]]
