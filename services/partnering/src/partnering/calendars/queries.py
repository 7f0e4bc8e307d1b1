"""Reading school calendars by region."""

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import RegionCalendar, SchoolHoliday
from partnering.calendars.rules import KnownCalendar, merged
from partnering.calendars.schemas import CalendarOut, HolidayIO
from shared.http import NotFound

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


async def list_calendars(session: AsyncSession, country: str | None) -> list[CalendarOut]:
    """Every region somebody entered, without its holidays."""
    query = select(RegionCalendar).order_by(RegionCalendar.country, RegionCalendar.region)
    if country:
        query = query.where(RegionCalendar.country == country)
    return [_out(row, []) for row in await session.scalars(query)]


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
