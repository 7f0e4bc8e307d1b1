"""Finding schools."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import CompleteStretch
from partnering.schools.listing import listed, visible_to
from partnering.schools.model import School
from partnering.schools.schemas import SchoolOut
from partnering.search.rules import fold
from shared import clock
from shared.http import Invalid, NotFound, Page, Principal

PAGE = 20


async def find_schools(
    session: AsyncSession, who: Principal, query: str, country: str | None, cursor: str | None
) -> Page[SchoolOut]:
    """Schools whose name or place contains every word of the query.

    Those that everybody finds come before one's own, and what begins with the query first.
    """
    words = fold(query)
    begins = School.search_key.startswith(words, autoescape=True)
    found = select(School).where(visible_to(who))
    for word in words.split():
        found = found.where(School.search_key.contains(word, autoescape=True))
    if country:
        found = found.where(School.country == country)
    start = _offset(cursor)
    found = found.order_by(listed().desc(), begins.desc(), School.search_key, School.id)
    rows = (await session.scalars(found.offset(start).limit(PAGE + 1))).all()
    return Page(
        items=[await _out(session, school) for school in rows[:PAGE]],
        next_cursor=str(start + PAGE) if len(rows) > PAGE else None,
    )


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > 7:
        raise Invalid({"/cursor": "is not a cursor of this list"})
    return int(cursor)


async def get_school(session: AsyncSession, school_id: UUID) -> SchoolOut:
    """For whoever holds its id: two colleagues may enter their school before either is verified."""
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
