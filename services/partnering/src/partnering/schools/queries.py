"""Finding schools."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.model import CompleteStretch
from partnering.schools.listing import listed, visible_school, visible_to
from partnering.schools.model import School
from partnering.schools.schemas import SchoolOut
from partnering.search.rules import fold
from shared import clock
from shared.http import Invalid, NotFound, Page, Permission, Principal

PAGE = 20
LEAST_BYTES = 3


async def find_schools(
    session: AsyncSession, who: Principal, query: str, country: str | None, cursor: str | None
) -> Page[SchoolOut]:
    """Schools whose name or place contains every word of the query.

    Those that everybody finds come before one's own, and what begins with the query first. Who is
    not verified looks one school up: the first page of a query of three letters or more.
    """
    words = fold(query)
    lists_all = who.verified or who.may(Permission.MANAGE_SCHOOL_CALENDARS)
    # One Chinese or Korean sign says as much as three Latin letters, and has as many bytes.
    if not lists_all and (len(words.strip().encode()) < LEAST_BYTES or cursor):
        return Page(items=[], next_cursor=None)
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
        items=[await describe_school(session, school) for school in rows[:PAGE]],
        next_cursor=str(start + PAGE) if lists_all and len(rows) > PAGE else None,
    )


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > 7:
        raise Invalid({"/cursor": "is not a cursor of this list"})
    return int(cursor)


async def get_school(session: AsyncSession, who: Principal, school_id: UUID) -> SchoolOut:
    """A school that one finds, or has entered oneself."""
    school = await visible_school(session, who, school_id)
    if school is None:
        raise NotFound
    return await describe_school(session, school)


async def describe_school(session: AsyncSession, school: School) -> SchoolOut:
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
