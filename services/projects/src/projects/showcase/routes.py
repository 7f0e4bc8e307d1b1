"""HTTP of the showcase: open to everybody."""

from typing import Annotated

from fastapi import Query

from projects.showcase import queries
from projects.showcase.schemas import ShowcaseCard, ShowcaseFacets, ShowcasePage
from shared.http import Page, Reading, public, router

routes = router("showcase")


@routes.get("/showcase", dependencies=[public()])
async def browse_showcase(
    *,
    session: Reading,
    country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$")] = None,
    subject: Annotated[str | None, Query(max_length=60)] = None,
    language: Annotated[str | None, Query(max_length=20)] = None,
    age: Annotated[int | None, Query(ge=0, le=99)] = None,
    text: Annotated[str | None, Query(max_length=200)] = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=60)] = 24,
) -> Page[ShowcaseCard]:
    """Published results, the newest first. Words match without accents and by their beginning."""
    wanted = queries.Wanted(country, subject, language, age, text)
    return await queries.browse(session, wanted, cursor, limit)


@routes.get("/showcase-facets", dependencies=[public()])
async def read_showcase_facets(session: Reading) -> ShowcaseFacets:
    """The countries, subjects and languages that occur."""
    return await queries.facets(session)


@routes.get("/showcase/{slug}", dependencies=[public()])
async def read_showcase_page(slug: str, session: Reading) -> ShowcasePage:
    """One published result."""
    return await queries.view_page(session, slug)
