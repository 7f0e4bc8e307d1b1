"""Requests and responses about school calendars."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator, model_validator

from partnering.classes.vocabulary import Country
from shared.http import Input, Output


class HolidayIO(Input):
    """School-free days, both ends included."""

    name: Annotated[str, StringConstraints(max_length=120)] = ""
    starts_on: date
    ends_on: date

    @model_validator(mode="after")
    def in_order(self) -> "HolidayIO":
        if self.ends_on < self.starts_on:
            raise ValueError("must not end before it starts")
        if (self.ends_on - self.starts_on).days > 120:
            raise ValueError("lasts longer than any school holiday")
        return self


class CalendarIn(Input):
    """A region's calendar as a whole; outside `known_from … known_until` it stays unknown."""

    known_from: date
    known_until: date
    example: bool = False
    holidays: list[HolidayIO] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def in_order(self) -> "CalendarIn":
        if self.known_until < self.known_from:
            raise ValueError("must not end before it starts")
        starts = [one.starts_on for one in self.holidays]
        if len(set(starts)) != len(starts):
            raise ValueError("two holidays start on the same day")
        return self


class CalendarOut(Output):
    country: str
    region: str
    known_from: date
    known_until: date
    example: bool
    updated_at: datetime
    holidays: list[HolidayIO]


class ProposalIn(Input):
    """What a teacher knows of the holidays of their school's region."""

    school_id: UUID
    known_from: date
    known_until: date
    holidays: Annotated[list[HolidayIO], Field(min_length=1, max_length=40)]
    source: Annotated[str, StringConstraints(max_length=500)] = ""
    """Where staff can look the dates up."""

    @model_validator(mode="after")
    def in_order(self) -> "ProposalIn":
        if self.known_until < self.known_from:
            raise ValueError("must not end before it starts")
        if len({one.starts_on for one in self.holidays}) != len(self.holidays):
            raise ValueError("two holidays start on the same day")
        return self


class ProposalOut(Output):
    id: UUID
    country: str
    region: str
    known_from: date
    known_until: date
    holidays: list[HolidayIO]
    source: str
    proposed_by_name: str
    proposed_at: datetime
    state: Literal["open", "accepted", "refused"]


class RegionOut(Output):
    """A region that schools or calendars of a country name."""

    region: str
    """Empty: the whole country."""
    schools: int
    calendar_known: bool


class CalendarImport(Input):
    """A file of holidays. Bad rows are reported and the good ones kept."""

    format: Literal["csv", "openholidays", "ics"]
    content: Annotated[str, StringConstraints(min_length=1, max_length=900_000)]
    country: Country | None = None
    """For files that do not name a country themselves."""
    region: Annotated[str, StringConstraints(max_length=60)] = ""
    example: bool = False

    @field_validator("content", mode="before")
    @classmethod
    def without_byte_order_mark(cls, value: object) -> object:
        """Spreadsheets put one in front; inside of words it would only deceive."""
        return value.removeprefix("\ufeff") if isinstance(value, str) else value


class StartDateOut(Output):
    """A start Monday: how many possible pairs would lose how many course weeks to holidays."""

    monday: date
    pairs: int
    unknown: int
    """Pairs of which nobody can say, because a calendar is missing."""
    lost_none: int
    lost_one: int
    lost_more: int
    clean_percent: int | None


class StartDates(Output):
    weeks: int
    enrolments: int
    expected: bool
    """Nobody has joined yet: counted over everybody's classes instead."""
    best: date | None
    items: list[StartDateOut]
    missing: list[str]
    """Countries and regions whose calendar nobody has entered, the most enrolments first."""


class BadRow(Output):
    line: int
    why: str


class ImportReport(Output):
    calendars: int
    holidays: int
    refused: list[BadRow]
