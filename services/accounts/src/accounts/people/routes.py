"""HTTP of people."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from accounts.dependencies import Anyone, Db, Limits, PeopleReader
from accounts.limits.actions import TooManyAttempts
from accounts.people import actions, queries
from accounts.people.model import Person
from accounts.people.schemas import Me, MeChange, PersonCard, PersonDetail
from accounts.people.views import detail_of, me_of
from shared.http import Page, Reading, page_of, router

routes = router("people")


@routes.get("/me")
async def show_me(who: Anyone, session: Reading) -> Me:
    return await me_of(session, await queries.get_person(session, who.person_id))


@routes.patch("/me")
async def change_me(who: Anyone, body: MeChange, database: Db, limits: Limits) -> Me:
    """Only what is sent changes. Others read the name, so it changes a few times a day at most."""
    async with database.reading() as session:
        before = (await queries.get_person(session, who.person_id)).name
    if body.name not in {None, before}:
        try:
            await limits.spend("rename", who.person_id)
        except TooManyAttempts as refusal:
            title = "You have changed your name too often. Please try again tomorrow."
            raise TooManyAttempts(refusal.wait, "renamed-too-often", title) from None
    async with database.transaction() as session:
        return await me_of(session, await actions.change_me(session, who, body))


@routes.get("/people")
async def list_people(
    who: PeopleReader,
    session: Reading,
    query: Annotated[str, Query(max_length=200)] = "",
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[PersonCard]:
    """Search by name or address; case and accents do not matter. Newest first."""
    rows, following = await page_of(
        session, queries.people_like(query), key=Person.id, cursor=cursor, limit=limit
    )
    return Page(items=[PersonCard.model_validate(row) for row in rows], next_cursor=following)


@routes.get("/people/{person_id}")
async def show_person(person_id: UUID, who: PeopleReader, session: Reading) -> PersonDetail:
    return await detail_of(session, await queries.get_person(session, person_id))
