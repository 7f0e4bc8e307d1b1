"""What a file of holidays holds: good rows, and for every other line why it was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from pydantic import TypeAdapter, ValidationError

from partnering.classes.vocabulary import Country

LONGEST = timedelta(days=120)
MOST_ROWS = 20_000
"""A file for every region of a large country over ten years has fewer."""
_COUNTRY: TypeAdapter[str] = TypeAdapter(Country)

REASONS = {
    "calendar-broken": "This is no readable iCalendar file.",
    "cancelled": "This event is cancelled.",
    "country-unknown": "{value} is no country code such as TR.",
    "columns": "No column is named starts_on. Name the columns starts_on, ends_on and name.",
    "ends-first": "The last day is before the first day.",
    "event-broken": "This event has no readable date.",
    "no-country": "No country code such as TR is given.",
    "no-date": "The first day is missing.",
    "no-days": "Every day of this event is cancelled or taken out.",
    "no-events": "This calendar file has no events.",
    "no-lines": "The table has columns, and no line below them.",
    "no-such-day": "{value} is not a day of the calendar.",
    "not-a-date": "{value} is not a date such as 2026-12-21.",
    "other-type": "The type is {value}. Only the types School and Public are holidays.",
    "repeats-broken": "The rule by which this event repeats cannot be read.",
    "repeats-end-first": "This event repeats until {value}, which is before it begins.",
    "repeats-never": "This event repeats on a day that no year has.",
    "repeats-too-often": "This event repeats too often for a holiday.",
    "some-hours": "This event lasts some hours only ({value}). Holidays last whole days.",
    "table-broken": "The table cannot be read from here on: {value}",
    "too-long": "The holiday is longer than 120 days.",
    "too-many-rows": "The file has too many rows. Split it.",
    "took-too-long": "Reading this event takes too long.",
    "two-digit-year": "{value} has a year of two digits. Write four.",
    "web-page": "This is a web page, no calendar. Sign in where you download the calendar.",
    "zone-unknown": "The time zone {value} is unknown, so the days are not certain.",
}
"""By code. The pages say the same in the reader's language."""


class RowRefusedError(ValueError):
    """A row that cannot be taken as it is."""

    def __init__(self, code: str, value: str = "") -> None:
        self.code, self.value = code, value[:60]
        super().__init__(code)


@dataclass(frozen=True)
class Row:
    """A stretch of school-free days, both ends included. `key` is the file's own name for it."""

    country: str
    region: str
    name: str
    starts_on: date
    ends_on: date
    key: str = ""


@dataclass(frozen=True)
class Refused:
    """A line that was left out, with the words for it."""

    line: int
    code: str
    value: str
    why: str
    name: str = ""
    """What the line calls the holiday, where it can be read."""


@dataclass(frozen=True)
class RegionName:
    """What a region's code in a file stands for."""

    country: str
    code: str
    name: str


@dataclass(frozen=True)
class DateQuestion:
    """A date that can be read in two ways. Only a person knows which."""

    text: str
    day_first: date
    month_first: date


@dataclass(frozen=True)
class Defaults:
    """What the person said about the file: for lines that do not say it themselves."""

    first_year: int
    last_year: int
    """Rows outside of these years are left out."""
    country: str = ""
    region: str = ""
    zone: str = ""
    """The region's clock; empty: the country's, where it has only one."""
    day_first: bool | None = None
    """Whether 03/04 is the third of April. None: not asked yet."""


@dataclass
class Reading:
    """Good rows, the lines that were left out, and what only a person can answer."""

    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    outside: int = 0
    """Rows of years that are not entered: common, so they are counted and not listed."""
    names: list[RegionName] = field(default_factory=list)
    question: DateQuestion | None = None

    def refuse(self, line: int, code: str, value: str = "", name: str = "") -> None:
        value = value[:60]
        why = REASONS[code].format(value=value)
        name = " ".join(name.split())[:120]
        self.refused.append(Refused(line, code, value, why, name))


def country_of(text: str) -> str:
    try:
        return _COUNTRY.validate_python(text.strip())
    except ValidationError as error:
        raise RowRefusedError("country-unknown" if text.strip() else "no-country", text) from error


def checked(row: Row) -> Row:
    """The row with short names; refused when its days make no holiday."""
    if row.ends_on < row.starts_on:
        raise RowRefusedError("ends-first")
    if row.ends_on - row.starts_on > LONGEST:
        raise RowRefusedError("too-long")
    return Row(
        row.country,
        " ".join(row.region.split())[:60],
        " ".join(row.name.split())[:120],
        row.starts_on,
        row.ends_on,
        row.key[:200],
    )


def within(row: Row, defaults: Defaults) -> bool:
    return defaults.first_year <= row.starts_on.year and row.ends_on.year <= defaults.last_year
