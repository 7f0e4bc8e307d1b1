"""Finding schools."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import RegionCalendar
from partnering.schools.model import School
from partnering.schools.schemas import SchoolOut
from partnering.search.rules import fold
from shared.http import NotFound


async def find_schools(
    session: AsyncSession, query: str, country: str | None, limit: int = 20
) -> list[SchoolOut]:
    """Schools whose name or place contains every word of the query."""
    found = select(School).order_by(School.search_key, School.id).limit(limit)
    for word in fold(query).split():
        found = found.where(School.search_key.contains(word, autoescape=True))
    if country:
        found = found.where(School.country == country)
    return [await _out(session, school) for school in await session.scalars(found)]


async def get_school(session: AsyncSession, school_id: UUID) -> SchoolOut:
    school = await session.get(School, school_id)
    if school is None:
        raise NotFound
    return await _out(session, school)


async def _out(session: AsyncSession, school: School) -> SchoolOut:
    known = await session.scalar(
        select(RegionCalendar.country)
        .where(
            RegionCalendar.country == school.country,
            or_(RegionCalendar.region == school.region, RegionCalendar.region == ""),
        )
        .limit(1)
    )
    return SchoolOut(
        id=school.id,
        name=school.name,
        place=school.place,
        country=school.country,
        region=school.region,
        zone=school.zone,
        calendar_known=known is not None,
    )
