"""HTTP of the search."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from partnering.classes.vocabulary import Country, Language, Level, Subject, Topic
from partnering.search import queries
from partnering.search.filters import Wanted
from partnering.search.saving import forget_search, save_search, saved_searches
from partnering.search.schemas import Found, SavedSearchOut, SearchName
from shared.http import Created, Once, Principal, Reading, Transaction, own, router
from shared.http.bulkhead import one_at_a_time

routes = router("search")
Teacher = Annotated[Principal, own()]
Turn = Annotated[None, one_at_a_time("searches")]
Age = Annotated[int | None, Query(ge=3, le=20)]


def _wanted(
    country: Country | None = None,
    language: Language | None = None,
    level: Level | None = None,
    subject: Subject | None = None,
    topic: Topic | None = None,
    age_from: Age = None,
    age_to: Age = None,
    text: Annotated[str, Query(max_length=100)] = "",
    overlap: Annotated[int | None, Query(ge=5, le=2400)] = None,
    clean_weeks: Annotated[int | None, Query(ge=1, le=4)] = None,
) -> Wanted:
    return Wanted(
        country=country,
        language=language,
        level=level,
        subject=subject,
        topic=topic,
        age_from=age_from,
        age_to=age_to,
        text=text.strip(),
        overlap=overlap,
        clean_weeks=clean_weeks,
    )


@routes.get("/cohorts/{cohort_id}/search")
async def search_partners(
    cohort_id: UUID,
    enrolment_id: UUID,
    who: Teacher,
    turn: Turn,
    session: Reading,
    wanted: Annotated[Wanted, Depends(_wanted)],
    cursor: Annotated[str | None, Query(max_length=20)] = None,
) -> Found:
    """Who could be a partner of one's class, why, and what to be careful about."""
    return await queries.search(session, who, cohort_id, enrolment_id, wanted, cursor)


@routes.post("/enrolments/{enrolment_id}/saved-searches", status_code=201)
async def save_partner_search(
    enrolment_id: UUID,
    body: SearchName,
    who: Teacher,
    session: Transaction,
    once: Once,
    wanted: Annotated[Wanted, Depends(_wanted)],
) -> Created:
    """Be told, once a day at most, when somebody new passes these filters."""
    saved = await save_search(session, who, enrolment_id, body.name, wanted)
    return await once.created("/v1/me/saved-searches", saved.id)


@routes.get("/me/saved-searches")
async def list_saved_searches(who: Teacher, session: Reading) -> list[SavedSearchOut]:
    return await saved_searches(session, who)


@routes.delete("/me/saved-searches/{search_id}", status_code=204)
async def forget_saved_search(search_id: UUID, who: Teacher, session: Transaction) -> None:
    await forget_search(session, who, search_id)
