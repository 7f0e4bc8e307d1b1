"""School calendars: known is what somebody declared, and a region has its country's holidays."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from entering import holiday, on

from partnering.calendars.queries import calendars_of, get_calendar, list_calendars
from partnering.calendars.rules import KnownCalendar, lost_weeks, merged, school_week
from partnering.calendars.school_years import school_year_of
from partnering.calendars.starting import advise_start
from partnering.enrolments.candidates import free_candidates
from shared.http import Conflict, Invalid
from shared.testing import principal


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with on("2026-11-28"):
        yield


YEAR = ((date(2026, 8, 1), date(2027, 7, 31)),)


async def test_a_region_has_its_countrys_holidays_beside_its_own(session: Any, staff: Any) -> None:
    await staff.add("AT", "", holiday("2026-12-24", "2027-01-06", "Christmas"))
    await staff.add("AT", "Wien", holiday("2027-02-01", "2027-02-06", "Semester"))
    found = await calendars_of(session, [("AT", "Wien"), ("AT", "Tirol"), ("DE", "Hessen")])
    christmas, semester = (
        (date(2026, 12, 24), date(2027, 1, 6)),
        (date(2027, 2, 1), date(2027, 2, 6)),
    )
    assert found["AT", "Wien"].holidays == (christmas, semester)
    assert found["AT", "Tirol"].holidays == (christmas,)
    assert found["DE", "Hessen"] is None
    shown = await get_calendar(session, "AT", "Wien")
    assert [one.name for one in shown.holidays] == ["Semester"]
    assert [one.name for one in shown.inherited] == ["Christmas"]


async def test_one_holiday_makes_no_other_week_known(session: Any, staff: Any) -> None:
    await staff.add("FJ", "", holiday("2027-05-01"))
    calendar = (await calendars_of(session, [("FJ", "")]))["FJ", ""]
    assert calendar.is_free(date(2027, 5, 1))
    assert not calendar.knows(date(2027, 5, 2), date(2027, 5, 2))
    assert lost_weeks(calendar, date(2027, 5, 3), 1, school_week("FJ")) is None


async def test_a_declared_school_year_is_known_and_can_be_taken_back(
    session: Any, staff: Any
) -> None:
    await staff.add("CL", "", holiday("2027-07-05", "2027-07-16", "Winter"))
    await staff.complete("CL", "", 2027)
    calendar = (await calendars_of(session, [("CL", "Ñuble")]))["CL", "Ñuble"]
    # A school year of Chile is a calendar year.
    assert calendar.complete == ((date(2027, 1, 1), date(2027, 12, 31)),)
    assert lost_weeks(calendar, date(2027, 7, 5), 3, school_week("CL")) == {0, 1}
    assert (await list_calendars(session, principal(), "CL"))[0].complete == ["2027"]
    await staff.complete("CL", "", 2028)
    await staff.complete("CL", "", 2027, said=False)
    calendar = (await calendars_of(session, [("CL", "")]))["CL", ""]
    assert calendar.complete == ((date(2028, 1, 1), date(2028, 12, 31)),)


async def test_a_declaration_for_the_country_holds_for_its_regions(
    session: Any, staff: Any
) -> None:
    await staff.add("TR", "Ankara", holiday("2027-10-13", name="Local day"))
    await staff.complete("TR", "", 2026)
    [ankara] = (await calendars_of(session, [("TR", "Ankara")])).values()
    assert ankara.complete == YEAR


@pytest.mark.parametrize(
    ("country", "day", "label", "begins"),
    [
        ("TR", date(2026, 11, 1), "2026/27", date(2026, 8, 1)),
        ("TR", date(2027, 7, 31), "2026/27", date(2026, 8, 1)),
        ("CL", date(2027, 2, 28), "2027", date(2027, 1, 1)),
        ("FJ", date(2026, 12, 31), "2026", date(2026, 1, 1)),
        ("JP", date(2027, 3, 31), "2026/27", date(2026, 4, 1)),
        ("PH", date(2027, 5, 31), "2026/27", date(2026, 6, 1)),
    ],
)
def test_school_years_begin_when_the_countrys_do(
    country: str, day: date, label: str, begins: date
) -> None:
    year = school_year_of(country, day)
    assert (year.label, year.starts_on) == (label, begins)
    assert year.starts_on <= day <= year.ends_on


async def test_an_edit_changes_what_it_names_and_nothing_else(session: Any, staff: Any) -> None:
    days = [holiday(f"2026-{month:02}-{day:02}", name=f"Day {month} {day}") for month in (9, 10, 11) for day in range(1, 21)]  # fmt: skip
    await staff.add("FJ", "North", *days)
    assert len((await get_calendar(session, "FJ", "North")).holidays) == 60
    moved = holiday("2026-09-21", "2026-09-22", "Day 9 1")
    added = holiday("2026-12-01")
    await staff.change("FJ", "North", (days[0], moved), (days[1], None), (None, added))
    found = (await get_calendar(session, "FJ", "North")).holidays
    assert len(found) == 60
    assert {one.name for one in found} >= {one["name"] for one in days[2:]}
    assert [str(one.starts_on) for one in found if one.name in ("Day 9 1", "Day 9 2")] == [
        "2026-09-21"
    ]


async def test_a_holiday_that_somebody_else_changed_is_not_overwritten(staff: Any) -> None:
    await staff.add("FJ", "", holiday("2027-05-01", name="Labour day"))
    stale = holiday("2027-05-02", name="Labour day")
    with pytest.raises(Conflict, match="holiday-changed"):
        await staff.change("FJ", "", (stale, None))
    with pytest.raises(Invalid):
        await staff.add("FJ", "", holiday("2027-05-01", name="Another"))


async def test_candidates_carry_the_weeks_their_region_loses(
    session: Any, world: Any, staff: Any
) -> None:
    cohort = await world.cohort()
    await world.enrolled(cohort, "TR", region="TR-34")
    await world.enrolled(cohort, "IT")
    await world.enrolled(cohort, "ES", region="Andalucía")
    await staff.add("TR", "TR-34", holiday("2026-12-07", "2026-12-11", "Break"))
    await staff.complete("TR", "TR-34", 2026)
    await staff.add("ES", "", holiday("2026-12-07", "2026-12-08"))
    weeks = {one.country: one.lost_weeks for one in await free_candidates(session, cohort.id)}
    assert weeks == {"TR": frozenset({1}), "IT": None, "ES": None}


def test_a_week_is_lost_from_three_free_school_days_on() -> None:
    monday = date(2026, 11, 9)
    two = KnownCalendar(YEAR, ((date(2026, 11, 12), date(2026, 11, 15)),))
    three = KnownCalendar(YEAR, ((date(2026, 11, 11), date(2026, 11, 13)),))
    assert lost_weeks(two, monday, 4, school_week("IT")) == frozenset()
    assert lost_weeks(three, monday, 4, school_week("IT")) == frozenset({0})
    # Where school runs from Sunday to Thursday the same days cost only two.
    assert lost_weeks(three, monday, 4, school_week("EG")) == frozenset()


def test_beyond_what_is_known_weeks_are_unknown_unless_holidays_take_them() -> None:
    calendar = KnownCalendar(((date(2026, 8, 1), date(2026, 11, 30)),), ())
    assert lost_weeks(calendar, date(2026, 11, 9), 4, school_week("IT")) is None
    assert lost_weeks(None, date(2026, 11, 9), 4, school_week("IT")) is None
    christmas = KnownCalendar((), ((date(2026, 12, 21), date(2027, 1, 3)),))
    assert lost_weeks(christmas, date(2026, 12, 21), 2, school_week("IT")) == {0, 1}
    assert lost_weeks(christmas, date(2026, 12, 14), 2, school_week("IT")) is None


def test_overlapping_and_adjoining_holidays_are_one() -> None:
    day = date(2026, 12, 1)
    assert merged([(day.replace(day=4), day.replace(day=6)), (day, day.replace(day=3))]) == (
        (day, day.replace(day=6)),
    )


async def test_the_advisor_counts_pairs_by_the_weeks_they_lose(
    session: Any, world: Any, staff: Any
) -> None:
    cohort = await world.cohort()
    for country in ("TR", "TR", "IT", "ES"):
        await world.enrolled(cohort, country)
    await staff.add("TR", "", holiday("2026-12-07", "2026-12-11"))
    for country in ("TR", "IT"):
        await staff.complete(country, "", 2026)
    found = await advise_start(session, cohort.id, date(2026, 11, 10), 5)
    rows = {one.monday: one for one in found.items}
    assert next(iter(rows)) == date(2026, 11, 16)
    # Two classes in Türkiye and one in Italy are two pairs; Spain's three pairs are unknown.
    before = rows[date(2026, 11, 16)]
    assert (before.pairs, before.unknown, before.lost_none, before.lost_one) == (2, 3, 0, 2)
    after = rows[date(2026, 12, 14)]
    assert (after.lost_none, after.clean_percent) == (2, 40)
    assert (found.best, found.missing) == (date(2026, 12, 14), ["ES"])


async def test_all_of_three_known_pairs_are_not_the_best_start(
    session: Any, world: Any, staff: Any
) -> None:
    cohort = await world.cohort()
    for country in ("TR", "TR", "TR", "IT", "PL", "PL"):
        await world.enrolled(cohort, country)
    # Of Poland only the school year after this one is known; then one pair in three loses a week.
    await staff.add("IT", "", holiday("2027-09-13", "2027-09-17"))
    for country in ("TR", "IT"):
        await staff.complete(country, "", 2026)
        await staff.complete(country, "", 2027)
    await staff.complete("PL", "", 2027)
    few = await advise_start(session, cohort.id, date(2027, 5, 31), 1)
    assert [(one.pairs, one.unknown, one.clean_percent) for one in few.items] == [(3, 8, 27)]
    many = await advise_start(session, cohort.id, date(2027, 5, 31), 16)
    assert many.best is not None
    assert many.best >= date(2027, 8, 2)


async def test_for_a_cohort_nobody_has_joined_everybodys_classes_are_counted(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    for country in ("TR", "IT", "IT"):
        await world.teacher(country)
    found = await advise_start(session, cohort.id, cohort.course_starts_on, 1)
    assert (found.expected, found.enrolments) == (True, 3)
    assert found.items[0].unknown == 2
