"""Requests and responses of partnerships."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import StringConstraints

from partnering.partnerships.model import Answer, EndReason, Origin, Phase, State
from shared.http import Input, Output

Words = Annotated[str, StringConstraints(max_length=1000)]


class ReasonGiven(Input):
    reason: Words = ""


class ReasonOut(Output):
    """Why somebody left or said no, in their words, for staff."""

    partnership_id: UUID
    name: str
    others: list[str]
    at: datetime
    kind: Literal["left", "objected"]
    reason: str


class MemberOut(Output):
    """A member as the others in the room see them. `you` marks who is asking."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    you: bool
    present: bool
    class_name: str
    subjects: list[str]
    pupils_age_from: int
    pupils_age_to: int
    class_size: int
    school_name: str
    place: str
    country: str
    zone: str
    local_time: datetime
    calendar_known: bool
    answer: Answer


class PartnershipSummary(Output):
    id: UUID
    cohort_id: UUID
    state: State
    phase: Phase
    origin: Origin
    language: str
    reply_by: datetime | None
    """Until when every member answers; null once the handshake is over."""
    your_answer: Answer | None
    confirmed_at: datetime | None
    created_at: datetime
    members: list[MemberOut]
    contact_paused: bool
    """Whether the reader cannot write here now, or (for staff) whether any member cannot."""


class PartnershipOut(PartnershipSummary):
    """`explanation` says why these, as codes: three reasons, one caution and contributions that sum
    to the total, for the group and for each pair in it. Empty once nobody is left to explain it to.
    """

    ended_at: datetime | None
    end_reason: EndReason | None
    explanation: dict[str, Any]
    starters: list[dict[str, Any]]
    """First things to talk about: a code and its values, which the pages put into words."""
