"""Reading school calendars by region."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.advisor import mondays_from, start_dates
from partnering.calendars.model import RegionCalendar, SchoolHoliday
from partnering.calendars.rules import KnownCalendar, merged
from partnering.calendars.schemas import (
    CalendarOut,
    HolidayIO,
    RegionOut,
    StartDateOut,
    StartDates,
)
from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.schools.model import School
from shared.http import NotFound

COURSE_WEEKS = 4

Place: TypeAlias = tuple[str, str]
"""Country and region."""


async def calendars_of(
    session: AsyncSession, places: Iterable[Place]
) -> dict[Place, KnownCalendar | None]:
    """Each place's calendar: its region's, else its country's, else None for unknown."""
    wanted = set(places)
    countries = {country for country, _ in wanted}
    known = {
        (row.country, row.region): row
        for row in await session.scalars(
            select(RegionCalendar).where(RegionCalendar.country.in_(countries))
        )
    }
    holidays: dict[Place, list[SchoolHoliday]] = {}
    for holiday in await session.scalars(
        select(SchoolHoliday).where(SchoolHoliday.country.in_(countries))
    ):
        holidays.setdefault((holiday.country, holiday.region), []).append(holiday)

    def of(place: Place) -> KnownCalendar | None:
        found = place if place in known else (place[0], "")
        if found not in known:
            return None
        return KnownCalendar(
            known_from=known[found].known_from,
            known_until=known[found].known_until,
            holidays=merged([(one.starts_on, one.ends_on) for one in holidays.get(found, [])]),
            example=known[found].source == "example",
        )

    return {place: of(place) for place in wanted}


async def advise_start(
    session: AsyncSession, cohort_id: UUID, first: date, count: int
) -> StartDates:
    """For staff: what each start Monday would cost the people who are in the cohort now.

    While a cohort is planned and nobody has joined, everybody's classes stand for those to come.
    """
    there = await session.get(Cohort, cohort_id)
    if there is None:
        raise NotFound("This cohort")
    rows = await session.execute(
        select(School.country, School.region, func.count())
        .join(SchoolClass, SchoolClass.school_id == School.id)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.status != "left")
        .group_by(School.country, School.region)
    )
    people = {(country, region): count for country, region, count in rows}
    expected = not people
    if expected:
        everybody = await session.execute(
            select(School.country, School.region, func.count())
            .join(SchoolClass, SchoolClass.school_id == School.id)
            .group_by(School.country, School.region)
        )
        people = {(country, region): count for country, region, count in everybody}
    calendars = await calendars_of(session, people)
    found = start_dates(people, calendars, mondays_from(first, count), COURSE_WEEKS)
    known = [one for one in found if one.pairs]
    best = max(known, key=lambda one: (one.clean_percent or 0, one.pairs), default=None)
    missing = sorted(
        (place for place in people if calendars[place] is None),
        key=lambda place: (-people[place], place),
    )
    return StartDates(
        weeks=COURSE_WEEKS,
        enrolments=sum(people.values()),
        expected=expected,
        best=best.monday if best else None,
        items=[
            StartDateOut(
                monday=one.monday,
                pairs=one.pairs,
                unknown=one.unknown,
                lost_none=one.lost[0],
                lost_one=one.lost[1],
                lost_more=one.lost[2],
                clean_percent=one.clean_percent,
            )
            for one in found
        ],
        missing=[" ".join(part for part in place if part) for place in missing],
    )


async def list_calendars(session: AsyncSession, country: str | None) -> list[CalendarOut]:
    """Every region somebody entered, without its holidays."""
    query = select(RegionCalendar).order_by(RegionCalendar.country, RegionCalendar.region)
    if country:
        query = query.where(RegionCalendar.country == country)
    return [_out(row, []) for row in await session.scalars(query)]


async def regions_of(session: AsyncSession, country: str) -> list[RegionOut]:
    """The regions of a country that a calendar or a school names, by name."""
    known = set(
        await session.scalars(
            select(RegionCalendar.region).where(RegionCalendar.country == country)
        )
    )
    rows = await session.execute(
        select(School.region, func.count()).where(School.country == country).group_by(School.region)
    )
    schools: dict[str, int] = dict(rows.all())
    return [
        RegionOut(region=one, schools=schools.get(one, 0), calendar_known=one in known)
        for one in sorted(known | set(schools))
    ]


async def get_calendar(session: AsyncSession, country: str, region: str) -> CalendarOut:
    row = await session.get(RegionCalendar, (country, region))
    if row is None:
        raise NotFound
    holidays = await session.scalars(
        select(SchoolHoliday)
        .where(SchoolHoliday.country == country, SchoolHoliday.region == region)
        .order_by(SchoolHoliday.starts_on)
    )
    return _out(row, list(holidays))


def _out(row: RegionCalendar, holidays: list[SchoolHoliday]) -> CalendarOut:
    return CalendarOut(
        country=row.country,
        region=row.region,
        known_from=row.known_from,
        known_until=row.known_until,
        example=row.source == "example",
        updated_at=row.updated_at,
        holidays=[HolidayIO.model_validate(one, from_attributes=True) for one in holidays],
    )
