"""Read the showcase."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.cohorts.model import Cohort
from projects.showcase.model import ShowcaseEntry
from projects.showcase.rules import prefix_query
from projects.showcase.schemas import EvidenceLinkView, ShowcaseCard, ShowcaseFacets, ShowcasePage
from shared.http import NotFound, Page, page_of
from shared.markdown import render

_SIMPLE: Final[ColumnElement[str]] = literal_column("'simple'")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asked for; None leaves it open."""

    country: str | None = None
    subject: str | None = None
    language: str | None = None
    age: int | None = None
    text: str | None = None


async def browse(
    session: AsyncSession, wanted: Wanted, cursor: str | None, limit: int
) -> Page[ShowcaseCard]:
    """Every condition given must hold; the newest first."""
    query = select(ShowcaseEntry)
    if wanted.country:
        query = query.where(ShowcaseEntry.countries.contains([wanted.country.upper()]))
    if wanted.subject:
        query = query.where(ShowcaseEntry.subjects.contains([wanted.subject.strip().lower()]))
    if wanted.language:
        query = query.where(ShowcaseEntry.languages.contains([wanted.language.strip()]))
    if wanted.age is not None:
        query = query.where(
            ShowcaseEntry.pupils_age_from <= wanted.age, ShowcaseEntry.pupils_age_to >= wanted.age
        )
    if wanted.text and (prefixes := prefix_query(wanted.text)):
        document = func.to_tsvector(_SIMPLE, ShowcaseEntry.search_text)
        query = query.where(document.op("@@")(func.to_tsquery(_SIMPLE, prefixes)))
    rows, next_cursor = await page_of(
        session, query, key=ShowcaseEntry.id, cursor=cursor, limit=limit
    )
    items = [ShowcaseCard.model_validate(row) for row in rows]
    return Page(items=items, next_cursor=next_cursor)


async def facets(session: AsyncSession) -> ShowcaseFacets:
    """What occurs, sorted."""

    async def occurring(column: object) -> list[str]:
        values = await session.scalars(select(func.unnest(column)).distinct())
        return sorted(value for value in values.all() if value)

    return ShowcaseFacets(
        countries=await occurring(ShowcaseEntry.countries),
        subjects=await occurring(ShowcaseEntry.subjects),
        languages=await occurring(ShowcaseEntry.languages),
        total=await session.scalar(select(func.count()).select_from(ShowcaseEntry)) or 0,
    )


async def view_page(session: AsyncSession, slug: str) -> ShowcasePage:
    """One result, its words rendered now, so that a safer renderer is safer for all of them."""
    query = select(ShowcaseEntry).where(ShowcaseEntry.slug == slug)
    entry = (await session.scalars(query)).one_or_none()
    if entry is None:
        raise NotFound("This result")
    cohort = await session.get(Cohort, entry.cohort_id)
    return ShowcasePage(
        **ShowcaseCard.model_validate(entry).model_dump(),
        what_we_did_html=render(entry.what_we_did),
        what_pupils_learned_html=render(entry.what_pupils_learned),
        credits=entry.credits,
        product_link=entry.product_link,
        links=[EvidenceLinkView(**link) for link in entry.links],
        pupils_count=entry.pupils_count,
        cohort_title=cohort.title if cohort else "",
    )


async def slugs_of(session: AsyncSession, partnership_ids: Collection[UUID]) -> dict[UUID, str]:
    """The addresses of what these partnerships show; whoever shows nothing is not in it."""
    rows = await session.execute(
        select(ShowcaseEntry.partnership_id, ShowcaseEntry.slug).where(
            ShowcaseEntry.partnership_id.in_(partnership_ids)
        )
    )
    return dict(rows.all())
