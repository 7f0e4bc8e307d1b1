"""School calendars: what nobody entered is unknown, and bad rows never cost the good ones."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.calendars.actions import import_calendars, save_calendar
from partnering.calendars.files import read_csv, read_ics, read_openholidays
from partnering.calendars.queries import advise_start, calendars_of
from partnering.calendars.rules import KnownCalendar, lost_weeks, merged, school_week
from partnering.calendars.schemas import CalendarImport, CalendarIn
from partnering.enrolments.candidates import free_candidates
from shared.http import Grant, NotFound, Role
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)
OPENHOLIDAYS = (
    "\ufeffId;StartDate;EndDate;Type;Name;Country;Subdivisions\n"
    "1;2026-10-05;2026-10-17;School;EN Autumn holidays,DE Herbstferien;DE;DE-HE,DE-BY\n"
    "2;2026-13-05;2026-10-17;School;EN Broken;DE;DE-HE\n"
    "3;2026-12-23;2027-01-08;School;EN Christmas holidays;DE;DE-HE;extra\n"
)


async def test_a_region_without_a_calendar_uses_its_country_and_else_stays_unknown(
    session: Any,
) -> None:
    year = {"known_from": "2026-08-01", "known_until": "2027-07-31"}
    whole = CalendarIn.model_validate(
        {**year, "holidays": [{"starts_on": "2026-11-09", "ends_on": "2026-11-13"}]}
    )
    await save_calendar(session, LEAD, "TR", "", whole)
    await save_calendar(session, LEAD, "DE", "DE-HE", CalendarIn.model_validate(year))
    found = await calendars_of(session, [("TR", "TR-34"), ("DE", "DE-HE"), ("DE", "DE-BY")])
    assert found["TR", "TR-34"].holidays == ((date(2026, 11, 9), date(2026, 11, 13)),)
    assert found["DE", "DE-HE"].holidays == ()
    assert found["DE", "DE-BY"] is None


async def test_candidates_carry_the_weeks_their_region_loses(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    await world.enrolled(cohort, "TR", region="TR-34")
    await world.enrolled(cohort, "IT")
    await import_calendars(
        session,
        LEAD,
        CalendarImport(
            format="csv",
            content="country,region,starts_on,ends_on,name\nTR,TR-34,2026-12-07,2026-12-11,Break\n",
        ),
    )
    weeks = {one.country: one.lost_weeks for one in await free_candidates(session, cohort.id)}
    assert weeks == {"TR": frozenset({1}), "IT": None}


async def test_importing_twice_changes_nothing_and_reports_bad_rows(session: Any) -> None:
    new = CalendarImport(format="openholidays", content=OPENHOLIDAYS)
    first = await import_calendars(session, LEAD, new)
    again = await import_calendars(session, LEAD, new)
    assert first == again
    assert (first.calendars, first.holidays) == (2, 3)
    assert [(one.line, "2026-13-05" in one.why) for one in first.refused] == [(3, True)]
    found = await calendars_of(session, [("DE", "DE-BY")])
    assert found["DE", "DE-BY"].holidays == ((date(2026, 10, 5), date(2026, 10, 17)),)


def test_an_icalendar_event_ends_the_day_before_its_end() -> None:
    reading = read_ics(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261102\r\n"
        "DTEND;VALUE=DATE:20261107\r\nSUMMARY:Autumn\r\n  break\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nDTSTART:oops\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "FR",
        "FR-A",
    )
    [row] = reading.rows
    assert (row.name, row.starts_on, row.ends_on) == (
        "Autumn break", date(2026, 11, 2), date(2026, 11, 6),
    )  # fmt: skip
    assert len(reading.refused) == 1


def test_a_file_with_other_columns_is_refused_as_a_whole() -> None:
    assert read_csv("a,b\n1,2\n", "TR", "").refused[0][0] == 1
    assert read_csv("", "TR", "").rows == []


@given(st.text(max_size=300))
def test_no_file_breaks_the_readers(content: str) -> None:
    for reading in (
        read_csv("starts_on,ends_on\n" + content, "TR", ""),
        read_openholidays("StartDate;EndDate\n" + content, "DE"),
        read_ics("BEGIN:VEVENT\n" + content + "\nEND:VEVENT", "FR", ""),
    ):
        assert all(row.starts_on <= row.ends_on for row in reading.rows)


def test_a_week_is_lost_from_three_free_school_days_on() -> None:
    monday = date(2026, 11, 9)
    year = (date(2026, 8, 1), date(2027, 7, 31))
    two = KnownCalendar(*year, ((date(2026, 11, 12), date(2026, 11, 15)),))
    three = KnownCalendar(*year, ((date(2026, 11, 11), date(2026, 11, 13)),))
    assert lost_weeks(two, monday, 4, school_week("IT")) == frozenset()
    assert lost_weeks(three, monday, 4, school_week("IT")) == frozenset({0})
    # Where school runs from Sunday to Thursday the same days cost only two.
    assert lost_weeks(three, monday, 4, school_week("EG")) == frozenset()


def test_beyond_what_is_known_weeks_are_unknown() -> None:
    calendar = KnownCalendar(date(2026, 8, 1), date(2026, 11, 30), ())
    assert lost_weeks(calendar, date(2026, 11, 9), 4, school_week("IT")) is None
    assert lost_weeks(None, date(2026, 11, 9), 4, school_week("IT")) is None


def test_overlapping_and_adjoining_holidays_are_one() -> None:
    day = date(2026, 12, 1)
    assert merged([(day.replace(day=4), day.replace(day=6)), (day, day.replace(day=3))]) == (
        (day, day.replace(day=6)),
    )


async def test_the_advisor_counts_pairs_by_the_weeks_they_lose(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    for country in ("TR", "TR", "IT", "ES"):
        await world.enrolled(cohort, country)
    year = {"known_from": "2026-08-01", "known_until": "2027-07-31"}
    break_week = {"starts_on": "2026-12-07", "ends_on": "2026-12-11"}
    for country, holidays in (("TR", [break_week]), ("IT", [])):
        new = CalendarIn.model_validate({**year, "holidays": holidays})
        await save_calendar(session, LEAD, country, "", new)
    found = await advise_start(session, LEAD, cohort.id, date(2026, 11, 10), 5)
    rows = {one.monday: one for one in found.items}
    assert next(iter(rows)) == date(2026, 11, 16)
    # Two classes in Türkiye and one in Italy are two pairs; Spain's three pairs are unknown.
    before = rows[date(2026, 11, 16)]
    assert (before.pairs, before.unknown, before.lost_none, before.lost_one) == (2, 3, 0, 2)
    after = rows[date(2026, 12, 14)]
    assert (after.lost_none, after.clean_percent) == (2, 100)
    assert (found.best, found.missing) == (date(2026, 12, 14), ["ES"])


async def test_only_staff_of_the_cohort_ask_the_advisor(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    other = principal(None, Grant(Role.TUTOR, UUID(int=1)))
    with pytest.raises(NotFound):
        await advise_start(session, other, cohort.id, date(2026, 11, 10), 5)


async def test_for_a_cohort_nobody_has_joined_everybodys_classes_are_counted(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    for country in ("TR", "IT", "IT"):
        await world.teacher(country)
    found = await advise_start(session, LEAD, cohort.id, cohort.course_starts_on, 1)
    assert (found.expected, found.enrolments) == (True, 3)
    assert found.items[0].unknown == 2
