"""An event that can never happen is refused; a file with too many is counted before it is read."""

import time
from datetime import date

import pytest

from partnering.calendars.reading.ics import MOST_EVENTS, read_ics
from partnering.calendars.reading.rows import Defaults

PLACE = Defaults(2024, 2031, "FJ", "North", "")
NEVER = (
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=-30,30",
    "FREQ=YEARLY;BYYEARDAY=60;BYMONTH=12",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO;BYMONTHDAY=8",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
)
SOMETIMES = (
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYYEARDAY=366",
    "FREQ=YEARLY;BYYEARDAY=-1;BYMONTH=12",
    "FREQ=MONTHLY;BYDAY=5MO",
    "FREQ=YEARLY;BYDAY=53MO",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
)


def _file(*events: str) -> str:
    inside = "".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n" for one in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n"


@pytest.mark.parametrize("rule", NEVER)
def test_a_day_that_no_year_has_is_refused_with_the_reason(rule: str) -> None:
    reading = read_ics(_file(f"DTSTART;VALUE=DATE:20270208\r\nRRULE:{rule}"), PLACE)
    assert [one.code for one in reading.refused] == ["repeats-never"]
    assert reading.rows == []


@pytest.mark.parametrize("rule", SOMETIMES)
def test_a_day_that_some_years_have_is_taken(rule: str) -> None:
    reading = read_ics(_file(f"DTSTART;VALUE=DATE:20270208\r\nRRULE:{rule}"), PLACE)
    assert reading.refused == []
    assert reading.rows[0].starts_on == date(2027, 2, 8)


def test_too_many_events_are_counted_before_they_are_read() -> None:
    one = "UID:{n}\r\nDTSTART;VALUE=DATE:20261221\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    text = _file(*(one.format(n=n) for n in range(6 * MOST_EVENTS)))
    begun = time.perf_counter()
    reading = read_ics(text, PLACE)
    assert time.perf_counter() - begun < 2
    [refused] = reading.refused
    assert (refused.code, refused.line) == ("too-many-rows", 3 + 5 * MOST_EVENTS)
