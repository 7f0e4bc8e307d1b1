"""Which days an event of a calendar file takes: whole days, never a part of one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event

from partnering.calendars.reading.rows import RowRefusedError

DAY = timedelta(days=1)
_SCHOOL = (time(9), time(12))
"""A day on which an event with hours takes this morning is a day without school."""
Span = tuple[date, date]


def span_of(event: Event) -> Span:
    """Start and excluded end: two dates, or two times. An event that ends as it starts is one day."""
    start = _value(event, "DTSTART")
    end = _value(event, "DTEND")
    if end is None and (lasts := _value(event, "DURATION")) is not None:
        if not isinstance(lasts, timedelta):
            raise RowRefusedError("event-broken")
        end = start + lasts
    whole = not isinstance(start, datetime)
    if end is None:
        end = start + DAY if whole else start
    if not isinstance(start, date) or whole == isinstance(end, datetime):
        raise RowRefusedError("event-broken")
    if isinstance(start, datetime):
        start, end = _on_one_clock(start, end)
    if end < start:
        raise RowRefusedError("ends-first")
    return (start, end + DAY) if whole and end == start else (start, end)


def _value(event: Event, name: str) -> Any:
    found = event.get(name)
    if found is None:
        return None
    value = getattr(found, "dt", None)
    if value is None or isinstance(value, time):
        raise RowRefusedError("event-broken")
    return value


def _on_one_clock(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """An end without a zone is on the clock of the start, and the other way round."""
    return (
        start if start.tzinfo else start.replace(tzinfo=end.tzinfo),
        end if end.tzinfo else end.replace(tzinfo=start.tzinfo),
    )


def unknown_zone(event: Event) -> str:
    """The name of a zone that nobody knows, else ""."""
    start: Any = event["DTSTART"]
    named = str(start.params.get("TZID", ""))
    return named if named and getattr(start.dt, "tzinfo", None) is None else ""


def days_of(span: Span, zone: ZoneInfo | None, unknown: str = "") -> Span:
    """First and last day, both included, on the clock of the region.

    From midnight to midnight is whole days: on the event's own clock, on the region's, or, as some
    servers write every date, in UTC. Other times take the days whose morning they take.
    """
    start, end = span
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, end - DAY
    if end.time() >= time(23, 59):
        end = end.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    local = start, end
    if start.tzinfo is not None and zone is not None:
        local = start.astimezone(zone), end.astimezone(zone)
    clocks = [local, (start, end)] if _is_utc(start) else [(start, end), local]
    for first, last in clocks:
        if _is_midnight(first) and _is_midnight(last) and last > first:
            return first.date(), last.date() - DAY
    if unknown or (zone is None and _is_utc(start)):
        raise RowRefusedError("zone-unknown", unknown or "UTC")
    return _mornings(*local)


def _is_utc(moment: datetime) -> bool:
    return moment.tzname() == "UTC"


def _is_midnight(moment: datetime) -> bool:
    return moment.time() == time()


def _mornings(start: datetime, end: datetime) -> Span:
    """The days whose school morning lies within; an event of less than a day is none."""
    start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    first = start.date() if start.time() <= _SCHOOL[0] else start.date() + DAY
    last = end.date() if end.time() >= _SCHOOL[1] else end.date() - DAY
    if end - start < DAY or last < first:
        raise RowRefusedError("some-hours", f"{start:%H:%M}-{end:%H:%M}")
    return first, last
