"""Finding schools."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import CompleteStretch
from partnering.schools.model import School
from partnering.schools.schemas import SchoolOut
from partnering.search.rules import fold
from shared import clock
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
    """Known is a calendar of the region, or of its country, that is declared for today or later."""
    known = await session.scalar(
        select(CompleteStretch.country)
        .where(
            CompleteStretch.country == school.country,
            CompleteStretch.region.in_([school.region, ""]),
            CompleteStretch.ends_on >= clock.today(),
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
