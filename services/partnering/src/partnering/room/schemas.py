"""Requests and responses of the room."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AnyHttpUrl, AwareDatetime, Field, StringConstraints

from shared.http import Input, Output
from shared.identity.names import OneLine

Short = Annotated[str, StringConstraints(min_length=1, max_length=200), OneLine]
Words = Annotated[str, StringConstraints(max_length=2000)]


class NewMessage(Input):
    text: Annotated[str, StringConstraints(min_length=1, max_length=8000)]


class MessageOut(Output):
    id: UUID
    author_id: UUID
    author_name: str
    yours: bool
    text: str
    posted_at: datetime


class Terms(Input):
    """What the members agree on. Everything may be changed later, by a new version."""

    language: Annotated[str, StringConstraints(max_length=60)] = ""
    reply_within_days: Annotated[int, Field(ge=1, le=14)] = 3
    channel: Words = ""
    roles: Words = ""
    meetings: Words = ""
    privacy: Words = ""
    fallback: Words = ""
    other: Words = ""


class SignatureOut(Output):
    person_id: UUID
    name: str
    signed_at: datetime | None


class AgreementOut(Output):
    """`version` 0 is the suggestion to start from: nobody has written anything yet."""

    version: int
    terms: Terms
    written_by_name: str
    written_at: datetime | None
    signatures: list[SignatureOut]
    signed_by_all: bool
    versions: int


class NewMeeting(Input):
    title: Short
    place: Annotated[Words, OneLine] = ""
    starts_at: AwareDatetime
    minutes: Annotated[int, Field(ge=5, le=480)] = 40
    anyway: bool = False
    """Also at night or on a holiday of a member: that is refused at first, and says whose."""


class LocalTime(Output):
    person_id: UUID
    name: str
    zone: str
    starts_at: datetime


class Declining(Input):
    other_at: AwareDatetime | None = None
    """An hour that would suit."""


class DeclineOut(Output):
    person_id: UUID
    name: str
    other_at: datetime | None


class MeetingOut(Output):
    """A meeting with its start on every member's own clock."""

    id: UUID
    title: str
    place: str
    starts_at: datetime
    minutes: int
    proposed_by: UUID
    local_times: list[LocalTime]
    accepted_by: list[UUID]
    accepted_by_all: bool
    status: Literal["planned", "declined", "withdrawn", "cancelled"]
    """Only a planned meeting takes place."""
    ended_by_name: str
    declined: list[DeclineOut]
    sequence: int
    at_night_for: list[str]
    on_holiday_for: list[str]


class NewTask(Input):
    title: Short
    assignee_id: UUID | None = None
    due_on: date | None = None


class DayOut(Output):
    """A day that somebody plans with, and whose school is known to be free on it."""

    day: date
    on_holiday_for: list[str]


class TaskOut(Output):
    id: UUID
    title: str
    assignee_id: UUID | None
    assignee_name: str
    due_on: date | None
    overdue: bool
    on_holiday_for: list[str]
    """Whose school is free on its day, of those who promised it."""
    done_at: datetime | None
    done_by_name: str
    created_by: UUID


class NewDecision(Input):
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class NewLink(Input):
    text: Short
    address: AnyHttpUrl


class NoteOut(Output):
    id: UUID
    kind: Literal["decision", "link"]
    text: str
    address: str
    author_id: UUID
    author_name: str
    created_at: datetime


class SlotOut(Output):
    starts_at: datetime
    minutes: int
    local_times: list[LocalTime]


class WeekOut(Output):
    monday: date
    state: Literal["clean", "lost", "unknown"]
    lost_for: list[UUID]
    unknown_for: list[UUID]
    slots: list[SlotOut]


class ShiftOut(Output):
    """After `on`, lessons at a fixed hour of the first are `minutes` later for the second."""

    on: date
    first: UUID
    second: UUID
    minutes: int


class TurnOut(Output):
    """Half an hour for the teachers to talk, in a week without a common lesson."""

    starts_at: datetime
    local_times: list[LocalTime]
    bends: UUID | None
    """Whose day it strains this time; it goes round. Null: nobody's."""


class CalendarOut(Output):
    members: list[dict[str, Any]]
    timetable_known: bool
    weeks: list[WeekOut]
    shifts: list[ShiftOut]
    turns: list[TurnOut] = Field(default_factory=list)
    asynchronous: bool
    """Both timetables are known and no week has a common slot: work in turns."""
