"""Dates, times, numbers and names of places in the reader's language and zone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_timezone_location,
)
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from shared import clock
from web.i18n import LOCALES
from web.reader import reader

Moment = datetime | str


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC when nobody knows it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, "en_GB"))


def locale() -> Locale:
    """The reader's conventions."""
    return _locale(reader().language)


def moment(value: Moment) -> datetime:
    """An aware moment from what a service answered."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def calendar_day(value: date | str) -> date:
    """A calendar day from what a service answered; a moment becomes its day in the reader's zone."""
    if isinstance(value, str):
        if len(value) == 10:
            return date.fromisoformat(value)
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return moment(value).astimezone(zone_of(reader().zone)).date()
    return value


def day(value: date | str | None, style: str = "") -> str:
    """“Tue 24 Nov 2026”. `style="long"` spells it out."""
    if value is None:
        return ""
    on = calendar_day(value)
    if style == "long":
        return format_date(on, "full", locale=locale())
    return _short(on)


def written_day(value: str) -> str:
    """The day that somebody typed; what is no day stays as typed."""
    try:
        return day(value)
    except ValueError:
        return value


def when(value: Moment | None, zone: str = "") -> str:
    """“Tue 24 Nov 2026, 18:00” in the reader's zone, or in the zone named."""
    if value is None:
        return ""
    there = zone_of(zone or reader().zone)
    at = moment(value).astimezone(there)
    return f"{_short(at)}, {hour(at, zone)}"


def _short(on: date) -> str:
    """One form for every date: weekday, day, month and year, in the order of the language."""
    if locale().language == "en":
        return format_date(on, "EEE d MMM y", locale=locale())
    return format_skeleton("yMMMEd", datetime(on.year, on.month, on.day), locale=locale())  # noqa: DTZ001


def hour(value: Moment, zone: str = "") -> str:
    """“18:00” in the reader's zone, or in the zone named."""
    at = moment(value).astimezone(zone_of(zone or reader().zone))
    return format_time(at, "HH:mm", locale=locale())


def weekday_hour(value: Moment, zone: str = "") -> str:
    """“Tue 18:00”."""
    at = moment(value).astimezone(zone_of(zone or reader().zone))
    return f"{weekday(at.weekday())} {hour(at, zone)}"


def weekday(number: int, width: str = "abbreviated") -> str:
    """The name of a weekday, 0 being Monday."""
    return str(locale().days["stand-alone"][width][number])


def distance(value: Moment | date | None) -> str:
    """“in 2 days” or “3 hours ago”, by business time."""
    if value is None:
        return ""
    if (isinstance(value, str) and len(value) == 10) or (
        isinstance(value, date) and not isinstance(value, datetime)
    ):
        today = clock.now().astimezone(zone_of(reader().zone)).date()
        gap = calendar_day(value) - today
    else:
        gap = moment(value) - clock.now()
    return format_timedelta(gap, add_direction=True, threshold=1.2, locale=locale())


def is_past(value: Moment) -> bool:
    """Whether that moment is over, by business time."""
    return moment(value) < clock.now()


def is_soon(value: Moment, hours: int = 48) -> bool:
    """Whether that moment is over or less than two days away, by business time."""
    return moment(value) < clock.now() + timedelta(hours=hours)


def country(code: str | None) -> str:
    """The country's name in the reader's language."""
    return str(locale().territories.get((code or "").upper(), code or ""))


def school(one: Mapping[str, Any]) -> str:
    """School and place; the place once only where the school is named after it."""
    name, place = one["school_name"] if "school_name" in one else one["name"], one["place"]
    return str(name) if place.casefold() in name.casefold() else f"{name}, {place}"


def language(code: str | None) -> str:
    """The language's name in the reader's language, as a heading writes it."""
    name = str(locale().languages.get((code or "").split("-")[0].lower(), code or ""))
    return name[:1].upper() + name[1:]


def zone_name(zone: str) -> str:
    """“Istanbul” for Europe/Istanbul, “İstanbul” for Turkish readers."""
    return _city(zone, locale())


@lru_cache(maxsize=1024)
def _city(zone: str, read: Locale) -> str:
    try:
        return get_timezone_location(zone, locale=read, return_city=True)
    except LookupError:
        return zone.rsplit("/", 1)[-1].replace("_", " ")


def number(value: float) -> str:
    """A number with the reader's separators."""
    return format_decimal(value, locale=locale())


def percent(part: float) -> str:
    """A share between 0 and 1 as a percentage."""
    return format_percent(part, locale=locale())


def listed(items: list[str]) -> str:
    """“a, b and c”."""
    return format_list([str(item) for item in items], locale=locale())


FILTERS = {
    "day": day,
    "written_day": written_day,
    "when": when,
    "hour": hour,
    "weekday": weekday,
    "weekday_hour": weekday_hour,
    "distance": distance,
    "country": country,
    "language": language,
    "school": school,
    "zone_name": zone_name,
    "number": number,
    "percent": percent,
    "listed": listed,
}
