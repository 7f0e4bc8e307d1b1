"""HTTP of people, for staff."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from accounts.dependencies import PeopleReader
from accounts.directory.queries import detail_of
from accounts.people.model import Person
from accounts.people.queries import get_person, people_like
from accounts.people.schemas import PersonCard, PersonDetail
from shared.http import Cursor, Page, Reading, page_of, router

routes = router("people")


@routes.get("/people")
async def list_people(
    who: PeopleReader,
    session: Reading,
    query: Annotated[str, Query(max_length=200)] = "",
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[PersonCard]:
    """Search by name or address; case and accents do not matter. Newest first."""
    rows, following = await page_of(
        session, people_like(query), key=Person.id, cursor=cursor, limit=limit
    )
    return Page(items=[PersonCard.model_validate(row) for row in rows], next_cursor=following)


@routes.get("/people/{person_id}")
async def show_person(person_id: UUID, who: PeopleReader, session: Reading) -> PersonDetail:
    return await detail_of(session, await get_person(session, person_id))
