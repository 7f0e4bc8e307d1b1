"""iCalendar files: the right days on the region's clock, or a reason."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnering.calendars.reading.ics import MOST_EVENTS, MOST_REPEATS, SECONDS, read_ics
from partnering.calendars.reading.rows import Defaults, Reading

BREAK = (date(2026, 12, 21), date(2027, 1, 3))


def _read(*events: str, country: str = "FJ", zone: str = "", around: str = "") -> Reading:
    inside = "".join(f"BEGIN:VEVENT\r\n{one.strip()}\r\nEND:VEVENT\r\n" for one in events)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{around}{inside}END:VCALENDAR\r\n"
    return read_ics(text, Defaults(2024, 2031, country, "North", zone))


def _days(*events: str, **where: str) -> list[tuple[date, date]]:
    reading = _read(*events, **where)
    assert reading.refused == []
    return [(row.starts_on, row.ends_on) for row in reading.rows]


def _codes(*events: str, **where: str) -> list[str]:
    return [one.code for one in _read(*events, **where).refused]


def test_the_end_of_whole_days_is_excluded_and_long_names_are_unfolded() -> None:
    [row] = _read(
        "UID:a\r\nDTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20270104\r\nSUMMARY:Winter\r\n  break"
    ).rows
    assert (row.name, row.starts_on, row.ends_on) == ("Winter break", *BREAK)
    assert (row.country, row.region, row.key) == ("FJ", "North", "a")


@pytest.mark.parametrize(
    ("event", "where"),
    [
        ("DTSTART:20261221T000000\r\nDTEND:20270104T000000", {}),
        # Servers write midnight of their own clock in UTC: two hours before midnight in Bucharest.
        ("DTSTART:20261220T220000Z\r\nDTEND:20270103T220000Z", {"country": "RO"}),
        ("DTSTART:20261220T220000Z\r\nDTEND:20270103T220000Z", {"zone": "Europe/Athens"}),
        # Others write every date as midnight in UTC.
        ("DTSTART:20261221T000000Z\r\nDTEND:20270104T000000Z", {"country": "FJ"}),
        ("DTSTART:20261221T000000Z\r\nDTEND:20270104T000000Z", {"country": "US"}),
        (
            "DTSTART;TZID=Europe/Berlin:20261221T000000\r\nDTEND;TZID=Europe/Berlin:20270104T000000",
            {"country": "PT"},
        ),
        (
            'DTSTART;TZID="(UTC+01:00) Berlin":20261221T000000\r\nDTEND:20270104T000000',
            {},
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261221T000000\r\nDTEND:20270104T000000",
            {"country": "DE"},
        ),
        ("DTSTART;VALUE=DATE:20261221\r\nDURATION:P2W", {}),
        ("DTSTART:20261221T000000\r\nDURATION:P14D", {}),
        ("DTSTART:20261221T000000\r\nDTEND:20270103T235900", {}),
        # From the last lesson to the first one: both days have school.
        ("DTSTART:20261220T160000\r\nDTEND:20270104T080000", {}),
    ],
)
def test_two_weeks_are_the_same_days_however_they_are_written(
    event: str, where: dict[str, str]
) -> None:
    assert _days(event, **where) == [BREAK]


def test_a_timed_last_day_is_free_and_an_evening_is_no_holiday() -> None:
    reading = _read(
        "DTSTART;TZID=Europe/Istanbul:20261116T080000\r\nDTEND;TZID=Europe/Istanbul:20261120T160000",
        "DTSTART;TZID=Europe/Istanbul:20261110T170000\r\nDTEND;TZID=Europe/Istanbul:20261110T190000",
        country="TR",
    )
    assert [(row.starts_on, row.ends_on) for row in reading.rows] == [
        (date(2026, 11, 16), date(2026, 11, 20))
    ]
    [refused] = reading.refused
    assert (refused.line, refused.code, refused.value) == (7, "some-hours", "17:00-19:00")


def test_an_event_that_ends_as_it_starts_is_one_day() -> None:
    day = (date(2027, 5, 1), date(2027, 5, 1))
    assert _days("DTSTART;VALUE=DATE:20270501\r\nDTEND;VALUE=DATE:20270501") == [day]
    assert _days("DTSTART;VALUE=DATE:20270501") == [day]
    assert _days("DTSTART:20270501T000000\r\nDTEND:20270501T235959") == [day]


def test_a_yearly_day_comes_each_year_that_is_entered_and_a_weekly_one_until_its_end() -> None:
    yearly = _days("UID:y\r\nDTSTART;VALUE=DATE:20240501\r\nRRULE:FREQ=YEARLY")
    assert yearly == [(date(year, 5, 1), date(year, 5, 1)) for year in range(2024, 2032)]
    fridays = _days(
        "UID:w\r\nDTSTART;VALUE=DATE:20260904\r\nDTEND;VALUE=DATE:20260905\r\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20270601"
    )
    assert (len(fridays), fridays[0][0], fridays[-1][0]) == (
        39,
        date(2026, 9, 4),
        date(2027, 5, 28),
    )


def test_dates_are_added_and_left_out_as_the_event_says() -> None:
    found = _days(
        "UID:w\r\nDTSTART;VALUE=DATE:20260904\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
        "EXDATE;VALUE=DATE:20260911\r\nRDATE;VALUE=DATE:20260930"
    )
    assert sorted(first for first, _last in found) == [
        date(2026, 9, 4),
        date(2026, 9, 18),
        date(2026, 9, 30),
    ]


def test_one_occurrence_may_be_moved_and_another_cancelled() -> None:
    found = _days(
        "UID:w\r\nDTSTART;VALUE=DATE:20260904\r\nRRULE:FREQ=WEEKLY;COUNT=3",
        "UID:w\r\nRECURRENCE-ID;VALUE=DATE:20260911\r\nDTSTART;VALUE=DATE:20260910",
        "UID:w\r\nRECURRENCE-ID;VALUE=DATE:20260918\r\nDTSTART;VALUE=DATE:20260918\r\n"
        "STATUS:CANCELLED",
    )
    assert sorted(first for first, _last in found) == [date(2026, 9, 4), date(2026, 9, 10)]


def test_a_cancelled_event_is_left_out_and_alarms_are_none() -> None:
    reading = _read(
        "DTSTART;VALUE=DATE:20270501\r\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20270502\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\n"
        "END:VALARM",
    )
    assert [row.starts_on for row in reading.rows] == [date(2027, 5, 2)]
    assert [one.code for one in reading.refused] == ["cancelled"]


def test_events_that_share_an_identifier_by_mistake_are_all_read() -> None:
    found = _days(
        "UID:same\r\nDTSTART;VALUE=DATE:20270501", "UID:same\r\nDTSTART;VALUE=DATE:20270601"
    )
    assert len(found) == 2
    newer = _days(
        "UID:a\r\nSEQUENCE:0\r\nDTSTART;VALUE=DATE:20270501",
        "UID:a\r\nSEQUENCE:2\r\nDTSTART;VALUE=DATE:20270503",
    )
    assert newer == [(date(2027, 5, 3), date(2027, 5, 3))]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("DTSTART:oops", "event-broken"),
        ("SUMMARY:No date", "event-broken"),
        ("DTSTART;VALUE=DATE:20261221\r\nDTEND:20270104T000000", "event-broken"),
        ("DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261220", "ends-first"),
        ("DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20271220", "too-long"),
        ("DTSTART;TZID=Nowhere/Land:20261221T080000\r\nDURATION:P3D", "zone-unknown"),
        ("DTSTART;VALUE=DATE:20261221\r\nRRULE:FREQ=SECONDLY", "repeats-too-often"),
        ("DTSTART;VALUE=DATE:20261221\r\nRRULE:FREQ=DAILY", "repeats-too-often"),
        ("DTSTART;VALUE=DATE:20261221\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3", "repeats-too-often"),
        ("DTSTART;VALUE=DATE:00010101\r\nRRULE:FREQ=WEEKLY", "repeats-too-often"),
        ("DTSTART;VALUE=DATE:20261221\r\nRRULE:FREQ=DAILY;INTERVAL=0", "repeats-broken"),
    ],
)
def test_an_event_without_certain_days_is_refused_and_says_why(event: str, code: str) -> None:
    assert _codes(f"UID:x\r\n{event}") == [code]


@pytest.mark.parametrize("end", ["UNTIL=20261020T220000Z", "UNTIL=20261021", "UNTIL=20251022"])
def test_a_repetition_that_ends_before_it_begins_says_so(end: str) -> None:
    event = "SUMMARY:Founders day\r\nDTSTART;VALUE=DATE:20261022\r\nDTEND;VALUE=DATE:20261023"
    rule = f"RRULE:FREQ=YEARLY;BYMONTHDAY=22;BYMONTH=10;{end}"
    reading = _read(f"{event}\r\n{rule}", country="DE")
    [one] = reading.refused
    assert (one.code, one.name, reading.outside) == ("repeats-end-first", "Founders day", 0)


def test_the_last_day_of_a_repetition_is_its_midnight_on_the_region_s_clock() -> None:
    event = "DTSTART;VALUE=DATE:20261022\r\nDTEND;VALUE=DATE:20261023"
    rule = "RRULE:FREQ=YEARLY;BYMONTHDAY=22;BYMONTH=10;UNTIL=20261021T220000Z"
    only = (date(2026, 10, 22), date(2026, 10, 22))
    assert _days(f"{event}\r\n{rule}", country="DE") == [only]


def test_an_event_of_which_every_day_is_taken_out_is_not_of_another_year() -> None:
    event = "DTSTART;VALUE=DATE:20261022\r\nRRULE:FREQ=DAILY;COUNT=1\r\nEXDATE;VALUE=DATE:20261022"
    reading = _read(event)
    assert ([one.code for one in reading.refused], reading.outside) == (["no-days"], 0)


def test_times_of_a_country_with_several_clocks_need_its_zone() -> None:
    event = "DTSTART:20261221T060000Z\r\nDTEND:20270104T060000Z"
    assert _codes(event, country="US") == ["zone-unknown"]
    assert _days(event, zone="America/Chicago") == [BREAK]


def test_what_is_no_calendar_says_so() -> None:
    def codes(text: str) -> list[str]:
        return [one.code for one in read_ics(text, Defaults(2024, 2031, "FJ")).refused]

    assert codes("BEGIN:VCALENDAR\nEND:VCALENDAR") == ["no-events"]
    assert codes("BEGIN:VEVENT\nDTSTART:20261221\n") == ["calendar-broken"]
    assert codes("hello") == ["calendar-broken"]


def test_a_hostile_file_is_read_within_seconds() -> None:
    never = "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6"
    begun = time.monotonic()
    reading = _read(*(f"UID:{number}\r\n{never}" for number in range(60)))
    assert time.monotonic() - begun < SECONDS + 4
    assert {one.code for one in reading.refused} == {"took-too-long"}
    many = _read(*["DTSTART;VALUE=DATE:20270501"] * (MOST_EVENTS + 1))
    assert ([one.code for one in many.refused], many.rows) == (["too-many-rows"], [])
    assert MOST_REPEATS >= 52 * 8


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_event_breaks_the_reader(content: str) -> None:
    for row in _read(content).rows:
        assert row.starts_on <= row.ends_on


@settings(deadline=None)
@given(
    st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY"]),
    st.lists(
        st.sampled_from(
            ["COUNT=3", "INTERVAL=2", "BYDAY=MO", "BYDAY=-1FR", "UNTIL=20280101", "WKST=SU",
             "COUNT=-1", "UNTIL=20280101T000000Z", "BYSETPOS=0", "X=1", ""]
        ),
        max_size=3,
    ),
    st.sampled_from(
        [";VALUE=DATE:20260105", ":20260105T000000Z", ";TZID=Europe/Rome:20260105T000000"]
    ),
)  # fmt: skip
def test_no_rule_breaks_the_reader(frequency: str, parts: list[str], start: str) -> None:
    rule = ";".join([f"FREQ={frequency}", *parts])
    reading = _read(f"UID:r\r\nDTSTART{start}\r\nDURATION:P1D\r\nRRULE:{rule}")
    assert all(row.starts_on == row.ends_on for row in reading.rows)
    assert reading.rows or reading.refused or reading.outside
