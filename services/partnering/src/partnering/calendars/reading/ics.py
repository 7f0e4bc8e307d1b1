"""Holidays of an iCalendar file, read by `icalendar` and unfolded by `recurring-ical-events`."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

import recurring_ical_events
from icalendar import Calendar, Event

from partnering.calendars.reading.days import Span, days_of, span_of, unknown_zone
from partnering.calendars.reading.never import never_happens
from partnering.calendars.reading.rows import (
    MOST_ROWS,
    Defaults,
    Reading,
    Row,
    RowRefusedError,
    checked,
    country_of,
    within,
)
from partnering.calendars.reading.zones import zone_of

MOST_EVENTS = 5_000
MOST_REPEATS = 500
"""A free Friday in each week of nine years is fewer."""
SECONDS = 3.0
"""For all repeating events together; the process that reads the file ends a little later."""
_LONGEST_REPEAT = {"DAILY": 80, "WEEKLY": 200, "MONTHLY": 500, "YEARLY": 2_000}
"""Years from the first day of a series to the last year that is entered."""
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)
"""What the libraries raise about an event that makes no sense."""


def read_ics(text: str, defaults: Defaults) -> Reading:
    """Each event's days on the region's clock, or why it is left out."""
    reading = Reading()
    begins = _begins(text)
    if len(begins) > MOST_EVENTS:
        # Counted before the library reads it, which takes a second for each thousand.
        reading.refuse(begins[MOST_EVENTS], "too-many-rows")
        return reading
    events = _events(text, begins, reading)
    if len(events) > MOST_EVENTS:
        reading.refuse(events[MOST_EVENTS][0], "too-many-rows")
        return reading
    ends_at = time.monotonic() + SECONDS
    for line, series in _series(events):
        try:
            found = _rows_of(series, defaults, ends_at)
        except RowRefusedError as error:
            reading.refuse(line, error.code, error.value, _name(series[0]))
            continue
        if not found and _begins_within(series[0], defaults):
            reading.refuse(line, "no-days", name=_name(series[0]))
            continue
        inside = [row for row in found if within(row, defaults)]
        reading.outside += not inside
        reading.rows.extend(inside[: MOST_ROWS - len(reading.rows)])
    return reading


def _begins(text: str) -> list[int]:
    """The lines on which events begin."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*BEGIN:VEVENT\s*$", line, re.I)
    ]


def _events(text: str, begins: list[int], reading: Reading) -> list[tuple[int, Event]]:
    """Every event with the line on which it begins."""
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        if any(str(one.get("CALSCALE", "GREGORIAN")).upper() != "GREGORIAN" for one in calendars):
            raise ValueError("another calendar than ours")
        events = [
            event for one in calendars for event in one.walk("VEVENT") if isinstance(event, Event)
        ]
    except _BROKEN:
        reading.refuse(1, "calendar-broken")
        return []
    if len(begins) > len(events):
        # The end of the file is missing, and with it everything that had not ended.
        reading.refuse(begins[len(events)], "calendar-broken")
    elif not events:
        reading.refuse(1, "no-events")
    return list(zip(begins, events, strict=False))


def _series(events: Iterable[tuple[int, Event]]) -> Iterator[tuple[int, list[Event]]]:
    """Events that belong together: a repeating one with its exceptions.

    Some programs give the same identifier to events that have nothing in common: of those only an
    older version of the same event goes.
    """
    by_id: dict[str, list[tuple[int, Event]]] = {}
    for number, (line, event) in enumerate(events):
        by_id.setdefault(str(event.get("UID", "")) or f"{number}", []).append((line, event))
    for same in by_id.values():
        exceptions = [event for _line, event in same if "RECURRENCE-ID" in event]
        masters = [one for one in same if "RECURRENCE-ID" not in one[1]]
        newest = max((_sequence(event) for _line, event in masters), default=0)
        masters = [one for one in masters if _sequence(one[1]) == newest]
        if not masters:
            yield same[0][0], exceptions
        for line, event in masters:
            yield line, [event, *(exceptions if len(masters) == 1 else ())]


def _name(event: Event) -> str:
    return str(event.get("SUMMARY", ""))


def _begins_within(event: Event, defaults: Defaults) -> bool:
    return defaults.first_year <= span_of(event)[0].year <= defaults.last_year


def _sequence(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except _BROKEN:
        return 0


def _rows_of(series: list[Event], defaults: Defaults, ends_at: float) -> list[Row]:
    country = country_of(defaults.country)
    if time.monotonic() > ends_at:
        raise RowRefusedError("took-too-long")
    if str(series[0].get("STATUS", "")).upper() == "CANCELLED":
        raise RowRefusedError("cancelled")
    spans: dict[int, Span] = {}
    for event in series:
        if event.get("DTSTART") is None or event.errors:
            raise RowRefusedError("event-broken")
        spans[id(event)] = span_of(event)
    occurrences: Iterable[Event] = series[:1]
    if len(series) > 1 or any(name in series[0] for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        occurrences = _unfolded(series, spans[id(series[0])][0], defaults)
    zone, unknown = zone_of(defaults), unknown_zone(series[0])
    rows = []
    for one in occurrences:
        span = spans.get(id(one)) or span_of(one)
        first, last = days_of(span, zone, unknown)
        key = str(one.get("UID", ""))
        rows.append(checked(Row(country, defaults.region, _name(one), first, last, key)))
    return rows


def _unfolded(series: list[Event], first: date, defaults: Defaults) -> list[Event]:
    """The occurrences within the years that are entered, without those that are cancelled."""
    for rule in _rules(series[0]):
        _check_rule(rule, first, defaults)
    calendar = Calendar()
    for event in series:
        calendar.add_component(event)
    # A time without a zone means the event's own clock to the library.
    years = [datetime(year, 1, 1) for year in (defaults.first_year, defaults.last_year + 1)]  # noqa: DTZ001
    try:
        query = recurring_ical_events.CalendarQuery(calendar)
        found = list(
            islice((each for one in query.series for each in one.between(*years)), MOST_REPEATS + 1)
        )
        events = [one.as_component(keep_recurrence_attributes=False) for one in found]
    except _BROKEN as error:
        raise RowRefusedError("repeats-broken") from error
    if len(events) > MOST_REPEATS:
        raise RowRefusedError("repeats-too-often")
    return [one for one in events if str(one.get("STATUS", "")).upper() != "CANCELLED"]


def _rules(event: Event) -> list[dict[str, list[object]]]:
    rules = event.get("RRULE", [])
    return list(rules) if isinstance(rules, list) else [rules]


def _check_rule(rule: dict[str, list[object]], first: date, defaults: Defaults) -> None:
    """Refuse a rule that unfolds for ever or makes no sense, before anything unfolds it."""
    try:
        frequency = str(next(iter(rule["FREQ"]))).upper()
        every = int(str(next(iter(rule.get("INTERVAL", [1])))))
    except (*_BROKEN, StopIteration) as error:
        raise RowRefusedError("repeats-broken") from error
    if every < 1 or {"COUNT", "UNTIL"} <= set(rule):
        raise RowRefusedError("repeats-broken")
    _check_end(rule, first, defaults)
    try:
        never = never_happens(rule, first)
    except _BROKEN as error:
        raise RowRefusedError("repeats-broken") from error
    if never:
        raise RowRefusedError("repeats-never")
    years = _LONGEST_REPEAT.get(frequency, -1)
    if years < defaults.last_year - first.year or {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(rule):
        raise RowRefusedError("repeats-too-often")


def _check_end(rule: dict[str, list[object]], first: date, defaults: Defaults) -> None:
    """Refuse a repetition that ends before it begins.

    Of whole days some programs write the last one as its midnight in UTC, which is another day.
    """
    until = next(iter(rule.get("UNTIL", [])), None)
    if not isinstance(until, date):
        return
    zone = zone_of(defaults)
    if isinstance(until, datetime) and not isinstance(first, datetime):
        until = (until.astimezone(zone) if until.tzinfo and zone else until).date()
        rule["UNTIL"] = [until]
    ends_on = until.date() if isinstance(until, datetime) else until
    if ends_on < (first.date() if isinstance(first, datetime) else first):
        raise RowRefusedError("repeats-end-first", f"{ends_on:%Y-%m-%d}")
