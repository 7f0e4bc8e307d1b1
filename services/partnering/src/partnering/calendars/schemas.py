"""Requests and responses about school calendars."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from partnering.calendars.model import ChangeKind
from partnering.calendars.reading.text import known_encoding
from partnering.classes.vocabulary import Country, Zone
from shared.http import Input, Output
from shared.identity.names import OneLine

RegionName = Annotated[str, StringConstraints(max_length=60), OneLine]
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


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
        if not EARLIEST <= self.starts_on < LATEST:
            raise ValueError("must lie between 2000 and 2099")
        return self


class NewHoliday(HolidayIO):
    """Its name is read on pages and in files, so it is one visible line."""

    name: Annotated[str, StringConstraints(max_length=120), OneLine] = ""


class Edit(Input):
    """One holiday: new (`now` alone), gone (`was` alone), or changed from `was` to `now`."""

    was: HolidayIO | None = None
    now: NewHoliday | None = None

    @model_validator(mode="after")
    def says_something(self) -> "Edit":
        if self.was is None and self.now is None:
            raise ValueError("names no holiday")
        return self


class Edits(Input):
    """The difference to what the caller has read. What it does not name stays as it is."""

    changes: list[Edit] = Field(default_factory=list, max_length=500)
    example: bool | None = None
    """Whether these are examples for a demo. None: as before."""


class YearOut(Output):
    """A school year of a country, named by the calendar year in which it begins."""

    year: int
    label: str
    starts_on: date
    ends_on: date
    holidays: int
    """How many are entered that begin in it, those of the whole country included."""
    complete: bool
    """Somebody declared that every holiday of it is entered for this region."""
    complete_for_country: bool
    """… for the whole country."""
    running: bool
    """Today lies in it."""


class CompleteIn(Input):
    complete: bool


class CalendarSummary(Output):
    country: str
    region: str
    """Empty: the whole country."""
    holidays: int
    complete: list[str]
    """The school years that are declared to be complete, such as 2026/27."""
    schools: int
    example: bool
    updated_at: datetime


class CalendarOut(Output):
    country: str
    region: str
    example: bool
    updated_at: datetime | None
    """None: nothing is entered for the region itself."""
    holidays: list[HolidayIO]
    inherited: list[HolidayIO]
    """Those of the whole country, which a region has as well."""
    years: list[YearOut]
    """The last, the running and the next two school years, and whichever is declared."""


class ChangedOut(Output):
    was: HolidayIO
    now: HolidayIO


class VersionOut(Output):
    """One change of a region's calendar, newest first."""

    change_id: UUID
    number: int
    kind: ChangeKind
    made_by_name: str
    made_at: datetime
    added: list[HolidayIO]
    changed: list[ChangedOut]
    removed: list[HolidayIO]
    regions: int
    """How many regions the change concerned; undoing it concerns all of them."""
    undoable: bool
    undone: bool


class Renaming(Input):
    region: Annotated[str, StringConstraints(min_length=1, max_length=60), OneLine]
    merge: bool = False
    """Join it with the region that has this name already."""


class ProposalIn(Input):
    """What a teacher knows of the holidays of their school's region."""

    school_id: UUID
    holidays: Annotated[list[NewHoliday], Field(max_length=100)]
    complete_year: Annotated[int, Field(ge=2000, le=2099)] | None = None
    """The school year of which no other holiday is missing, if the teacher says so."""
    source: Annotated[str, StringConstraints(max_length=500)] = ""
    """Where staff can look the dates up."""

    @model_validator(mode="after")
    def says_something(self) -> "ProposalIn":
        if not self.holidays and self.complete_year is None:
            raise ValueError("enter at least one holiday")
        if len({one.starts_on for one in self.holidays}) != len(self.holidays):
            raise ValueError("two holidays start on the same day")
        return self


class ProposalOut(Output):
    id: UUID
    country: str
    region: str
    holidays: list[HolidayIO]
    added: list[HolidayIO]
    """What confirming it would do to the calendar now: nothing else changes."""
    changed: list[ChangedOut]
    removed: list[HolidayIO]
    complete_from: date | None
    complete_until: date | None
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


Encoding = Annotated[str, StringConstraints(max_length=20), AfterValidator(known_encoding)]


class CalendarImport(Input):
    """A file of holidays. Bad rows are reported and the good ones kept."""

    format: Literal["csv", "openholidays", "ics"] | None = None
    """None: told from the content."""
    content: Annotated[str, StringConstraints(max_length=900_000)] = ""
    file: Annotated[str, StringConstraints(max_length=960_000, pattern=r"^[A-Za-z0-9+/=]*$")] = ""
    """The file's bytes in base64, in whatever encoding it was saved; instead of `content`."""
    encoding: Encoding | None = None
    """How the letters of `file` are meant: only where the file leaves it open."""
    country: Country | None = None
    """For files that do not name a country themselves."""
    region: RegionName = ""
    zone: Zone | None = None
    """The region's clock, for calendar files of countries that have several."""
    day_first: bool | None = None
    """Whether 03/04/2027 is the third of April: only where the file leaves it open."""
    complete: list[Literal["running", "next"]] = Field(default_factory=list, max_length=2)
    """The school years of which the file holds every holiday, for each of its regions."""
    example: bool = False

    @field_validator("content", mode="before")
    @classmethod
    def without_byte_order_mark(cls, value: object) -> object:
        """Spreadsheets put one in front; inside of words it would only deceive."""
        return value.removeprefix("\ufeff") if isinstance(value, str) else value

    @model_validator(mode="after")
    def has_content(self) -> "CalendarImport":
        if not self.content.strip() and not self.file:
            raise ValueError("a file or its lines are needed")
        return self


class StartDateOut(Output):
    """A start Monday: how many possible pairs would lose how many course weeks to holidays."""

    monday: date
    pairs: int
    """Pairs of which it is known."""
    unknown: int
    """Pairs of which nobody can say, because a calendar is missing."""
    lost_none: int
    lost_one: int
    lost_more: int
    clean_percent: int | None
    """Pairs that surely lose nothing, of all pairs, the unknown ones included."""


class StartDates(Output):
    weeks: int
    enrolments: int
    expected: bool
    """Nobody has joined yet: counted over everybody's classes instead."""
    best: date | None
    items: list[StartDateOut]
    missing: list[str]
    """Countries and regions of which the planned course weeks are not known, most classes first."""


class BadRow(Output):
    line: int
    why: str
    code: str
    value: str
    name: str
    """What the line calls the holiday; empty where it cannot be read."""


class DateQuestionOut(Output):
    """A date of the file that can be read in two ways. Send the file again with `day_first`."""

    text: str
    day_first: date
    month_first: date


class SpellingOut(Output):
    """Names of the file as they read in one encoding."""

    encoding: str
    names: list[str]


class ImportReport(Output):
    calendars: int
    holidays: int
    """Rows that were read."""
    added: int
    changed: int
    removed: int
    outside: int
    """Rows of years that lie too far from today."""
    names: int
    """Names of regions that were learned."""
    encoding: str
    change_id: UUID | None
    """To undo it; None when nothing has changed."""
    refused: list[BadRow]
    refused_count: int
    question: DateQuestionOut | None
    """Nothing is imported while it is open."""
    spellings: list[SpellingOut]
    """How the file's letters may be meant. Nothing is imported: send it again with `encoding`."""
    text: str
    """The file as it was read, when it has to be sent again."""
