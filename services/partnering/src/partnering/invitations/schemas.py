"""Requests and responses about invitations."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.contracts.course import CohortPhase
from shared.http import Input, Output


class AdvanceNoticesRequest(Input):
    """An advance as `course` plans it."""

    to: CohortPhase
    held: list[UUID] = Field(default_factory=list, max_length=1_500)
    """Who stays behind; invitations do not depend on it."""


class NoticeOut(Output):
    event: str
    outcome: Literal["expired"]
    person_ids: list[UUID]
    """Who sent them; who hears it, and how, is up to `notifications`."""


class AdvanceNotices(Output):
    notices: list[NoticeOut]


class InvitationRequest(Input):
    from_enrolment_id: UUID
    to_enrolment_id: UUID
    message: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Decline(Input):
    reason_code: Literal[
        "found_partner", "ages_too_far", "other_topic", "timing", "no_time_now", "other"
    ] = "other"
    text: Annotated[str, StringConstraints(max_length=1000)] = ""


class QuestionIn(Input):
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class QuestionOut(Output):
    id: UUID
    author_id: UUID
    mine: bool
    text: str
    asked_at: datetime


class Side(Output):
    """One side of an invitation; both know who the other is."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    country: str
    class_name: str
    school_name: str
    place: str


class InvitationOut(Output):
    id: UUID
    cohort_id: UUID
    cohort_title: str
    box: Literal["received", "sent"]
    sender: Side
    recipient: Side
    message: str
    status: Literal[
        "open", "accepted", "declined", "withdrawn", "expired", "superseded", "fulfilled"
    ]
    """`superseded`: one side got another partner. `fulfilled`: both came together another way, such
    as a matching run, before anybody answered."""
    sent_at: datetime
    expires_at: datetime
    """Reply by. Moves once, with the first question."""
    answered_at: datetime | None
    decline_reason: str
    decline_text: str
    partnership_id: UUID | None
    can_answer: bool
    questions: list[QuestionOut]


class Accepted(Output):
    partnership_id: UUID
