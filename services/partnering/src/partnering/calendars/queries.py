"""Reading school calendars by region."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.joining import Difference, Holiday
from partnering.calendars.keeping import Calendar, Place, load
from partnering.calendars.model import RegionCalendar
from partnering.calendars.rules import KnownCalendar, is_known, merged
from partnering.calendars.schemas import (
    CalendarOut,
    CalendarSummary,
    ChangedOut,
    HolidayIO,
    RegionOut,
    YearOut,
)
from partnering.calendars.school_years import school_year, school_year_of
from partnering.schools.listing import visible_to
from partnering.schools.model import School
from shared import clock
from shared.http import Principal


async def calendars_of(
    session: AsyncSession, places: Iterable[Place]
) -> dict[Place, KnownCalendar | None]:
    """Each place's calendar with the days of its whole country; None when neither is entered."""
    wanted = set(places)
    entered = await load(session, {country for country, _region in wanted})
    return {place: known_calendar(entered, place) for place in wanted}


def known_calendar(entered: dict[Place, Calendar], place: Place) -> KnownCalendar | None:
    """A region has the holidays of its country, and what is complete there is complete here."""
    parts = [entered[one] for one in {place, (place[0], "")} if one in entered]
    if not parts:
        return None
    return KnownCalendar(
        complete=merged([one for part in parts for one in part.complete]),
        holidays=merged([(one.starts_on, one.ends_on) for p in parts for one in p.holidays]),
        example=any(part.source == "example" for part in parts),
    )


async def list_calendars(
    session: AsyncSession, who: Principal, country: str | None
) -> list[CalendarSummary]:
    """Every region of which somebody entered holidays."""
    query = select(RegionCalendar).order_by(RegionCalendar.country, RegionCalendar.region)
    if country:
        query = query.where(RegionCalendar.country == country)
    rows = (await session.scalars(query)).all()
    entered = await load(session, {row.country for row in rows})
    counted = await session.execute(
        select(School.country, School.region, func.count())
        .where(visible_to(who))
        .group_by(School.country, School.region)
    )
    schools = {(of, region): count for of, region, count in counted}
    return [
        CalendarSummary(
            country=row.country,
            region=row.region,
            holidays=len(entered[row.country, row.region].holidays),
            complete=[
                one.label
                for one in _years(row.country, entered[row.country, row.region], None)
                if one.complete
            ],
            schools=schools.get((row.country, row.region), 0),
            example=row.source == "example",
            updated_at=row.updated_at,
        )
        for row in rows
    ]


async def regions_of(session: AsyncSession, who: Principal, country: str) -> list[RegionOut]:
    """The regions of a country that a calendar or a school one can find names, by name."""
    entered = await load(session, {country})
    rows = await session.execute(
        select(School.region, func.count())
        .where(School.country == country, visible_to(who))
        .group_by(School.region)
    )
    schools: dict[str, int] = dict(rows.all())
    today = clock.today()
    return [
        RegionOut(
            region=one,
            schools=schools.get(one, 0),
            calendar_known=is_known(known_calendar(entered, (country, one)), today),
        )
        for one in sorted({region for _country, region in entered} | set(schools))
    ]


async def get_calendar(session: AsyncSession, country: str, region: str) -> CalendarOut:
    """A region's own holidays and, apart, those it has from its country: both may be none."""
    entered = await load(session, {country})
    own = entered.get((country, region))
    whole = entered.get((country, "")) if region else None
    row = await session.get(RegionCalendar, (country, region))
    return CalendarOut(
        country=country,
        region=region,
        example=own is not None and own.source == "example",
        updated_at=row.updated_at if row else None,
        holidays=[shown(one) for one in own.holidays] if own else [],
        inherited=[shown(one) for one in whole.holidays] if whole else [],
        years=_years(country, own, whole),
    )


def _years(country: str, own: Calendar | None, whole: Calendar | None) -> list[YearOut]:
    running = school_year_of(country, clock.today()).year
    wanted = {running - 1, running, running + 1, running + 2}
    parts = [one for one in (own, whole) if one is not None]
    for part in parts:
        for first, last in part.complete:
            years = school_year_of(country, first).year, school_year_of(country, last).year
            wanted |= set(range(years[0], years[1] + 1))
    begin = Counter(
        school_year_of(country, one.starts_on).year for part in parts for one in part.holidays
    )
    found = []
    for year in (school_year(country, one) for one in sorted(wanted)):
        span = (year.starts_on, year.ends_on)
        found.append(
            YearOut(
                year=year.year,
                label=year.label,
                starts_on=span[0],
                ends_on=span[1],
                holidays=begin[year.year],
                complete=own is not None and KnownCalendar(own.complete, ()).knows(*span),
                complete_for_country=whole is not None
                and KnownCalendar(whole.complete, ()).knows(*span),
                running=year.year == running,
            )
        )
    return found


def shown(one: Holiday) -> HolidayIO:
    return HolidayIO(name=one.name, starts_on=one.starts_on, ends_on=one.ends_on)


def shown_difference(found: Difference) -> dict[str, list[HolidayIO] | list[ChangedOut]]:
    return {
        "added": [shown(one) for one in found.added],
        "changed": [ChangedOut(was=shown(was), now=shown(now)) for was, now in found.changed],
        "removed": [shown(one) for one in found.removed],
    }
