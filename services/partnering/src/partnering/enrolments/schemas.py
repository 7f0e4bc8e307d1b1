"""Requests and responses about enrolments."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from partnering.profiles.schemas import LanguageLevel, Wishes
from shared.http import Input, Output
from shared.identity.addresses import Email

Status = Literal["waiting_list", "free", "partnered", "left"]


class Joining(Input):
    class_id: UUID
    with_person_email: Email | None = None
    """A partner abroad one already has; becomes a partnership once both have joined."""
    school_colleagues: list[Email] = Field(default_factory=list, max_length=10)
    """Colleagues of the same school who join with classes of their own."""


class CompanionOut(Output):
    kind: Literal["partner", "colleague"]
    email: str
    joined: bool | None
    """Whether a verified teacher with this address has joined the same cohort. Null: not told,
    because the reader is not verified yet or has no contact with this person."""


class EnrolmentOut(Output):
    id: UUID
    cohort_id: UUID
    cohort_title: str
    cohort_phase: str
    pace: str
    class_id: UUID
    class_name: str
    country: str
    status: Status
    place_in_queue: Annotated[int | None, Field(description="1 moves up next")]
    companions: list[CompanionOut]
    invitations_received: int
    invitations_sent: int
    partnership_id: UUID | None
    joined_at: datetime
    unmatched_at: datetime | None
    """When a published matching found nobody for this class, while it is still free."""
    unmatched_because: str
    """Why: language, ages, pair, scarce, overtaken or otherwise; empty while nothing was tried."""
    course_starts_on: date


class Seats(Output):
    cohort_id: UUID
    seats: int
    free: int
    waiting: int
    open_for_partnering: bool


class ReasonOut(Output):
    """Why, as a word that pages put into a sentence, with its values."""

    aspect: str
    code: str
    values: list[str]


class Card(Output):
    """Somebody's class as others see it; without names until both persons are verified."""

    enrolment_id: UUID
    cohort_id: UUID
    person_id: UUID | None
    person_name: str | None
    anonymised: bool
    verified: bool
    status: Status
    country: str
    zone: str
    school_name: str | None
    place: str | None
    class_name: str | None
    description: str | None
    headline: str | None
    about: str | None
    subjects: list[str]
    topics: list[str]
    sdgs: list[int]
    pupils_age_from: int
    pupils_age_to: int
    size: int
    languages: list[LanguageLevel]
    strengths: list[str]
    needs: list[str]
    wishes: Wishes
    first_timer: bool
    calendar_known: bool
    usually_answers_days: int | None
    """From facts: the median of at least two answers; None is unknown."""
    reasons: list[ReasonOut] = Field(default_factory=list)
    caution: ReasonOut | None = None
    overlap: list[int] = Field(default_factory=list)
    """Common free minutes per weekday, Monday first, in the reader's own zone."""
    fit: int | None = None
    """For ordering; never shown naked."""
    why_not: str | None = None
    """Why these two may not be partners, if so."""
    open_invitation_id: UUID | None = None


class Participant(Output):
    """One row of the staff's table."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    verified: bool
    country: str
    school_name: str
    place: str
    class_name: str
    subjects: list[str]
    pupils_age_from: int
    pupils_age_to: int
    languages: list[LanguageLevel]
    status: Status
    first_timer: bool
    willing_third: bool
    willing_spare: bool
    invitations_open: int
    also_in: list[str]
    """Titles of other cohorts that are not closed and in which the same class takes part."""
    partnership_id: UUID | None
    joined_at: datetime
