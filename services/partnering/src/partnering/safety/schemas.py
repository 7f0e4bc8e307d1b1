"""Requests and responses of safety."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from partnering.safety.model import Outcome, Reason, Subject
from shared.http import Input, Output


class ReportRequest(Input):
    """`subject_id` is a message's or post's id, or the enrolment's or person's behind a profile."""

    subject: Subject
    subject_id: UUID
    reason: Reason
    text: Annotated[str, StringConstraints(max_length=4000)] = ""


class ReportRow(Output):
    """A line of the officer's queue; the reported words are shown only when it is opened."""

    id: UUID
    subject: Subject
    reason: Reason
    state: str
    outcome: Outcome | None
    about_person_id: UUID
    about_name: str
    reporters: int
    """How many different people have open reports about this person."""
    reporter_verified: bool
    filed_at: datetime
    resolved_at: datetime | None


class AccessOut(Output):
    person_id: UUID
    name: str
    act: str
    at: datetime


class ReportOut(ReportRow):
    text: str
    snapshot: str
    note: str
    reported_by: UUID | None
    reporter_name: str
    contact_frozen: bool
    expires_at: datetime
    accesses: list[AccessOut]


class Resolution(Input):
    outcome: Outcome
    note: Annotated[str, StringConstraints(max_length=4000)] = ""


class FreezeRequest(Input):
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
