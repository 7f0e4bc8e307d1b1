"""HTTP of schools."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partnering.classes.vocabulary import Country
from partnering.schools import actions, queries
from partnering.schools.schemas import NewSchool, SchoolOut
from shared.http import Created, Cursor, Once, Page, Principal, Reading, Transaction, own, router

routes = router("schools")
Teacher = Annotated[Principal, own()]


@routes.get("/schools")
async def find_schools(
    who: Teacher,
    session: Reading,
    query: Annotated[str, Query(max_length=200)] = "",
    country: Country | None = None,
    cursor: Cursor = None,
) -> Page[SchoolOut]:
    """Schools by name and place, with or without accents: known ones, and one's own.

    Who is not verified gets the first 20 that fit at least three letters.
    """
    return await queries.find_schools(session, who, query, country, cursor)


@routes.post("/schools", status_code=201)
async def add_school(body: NewSchool, who: Teacher, session: Transaction, once: Once) -> Created:
    """List a school, or get the one that is listed already."""
    school = await actions.add_school(session, who, body)
    return await once.created("/v1/schools", school.id)


@routes.get("/schools/{school_id}")
async def get_school(school_id: UUID, who: Teacher, session: Reading) -> SchoolOut:
    """A listed school, or one's own."""
    return await queries.get_school(session, who, school_id)
