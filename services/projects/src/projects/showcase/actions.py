"""Put a result up in the showcase, and take it down."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.partnerships.queries import countries_of
from projects.showcase.model import ShowcaseEntry
from projects.showcase.rules import slug_of, words
from shared import clock
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Shown:
    """What the showcase tells of a result."""

    title: str
    summary: str
    what_we_did: str
    what_pupils_learned: str
    credits: str
    product_link: str
    links: list[dict[str, Any]]
    subjects: list[str]
    languages: list[str]
    pupils_age_from: int
    pupils_age_to: int
    pupils_count: int


async def put_up(
    session: AsyncSession, result_id: UUID, partnership_id: UUID, cohort_id: UUID, shown: Shown
) -> ShowcaseEntry:
    """Copy what is shown. Publishing again replaces the words and keeps the address."""
    query = select(ShowcaseEntry).where(ShowcaseEntry.result_id == result_id)
    entry = (await session.scalars(query)).one_or_none()
    countries = await countries_of(session, partnership_id)
    if entry is None:
        entry = ShowcaseEntry(
            id=new_id(),
            result_id=result_id,
            partnership_id=partnership_id,
            cohort_id=cohort_id,
            slug=slug_of(shown.title, result_id),
            published_at=clock.now(),
        )
        session.add(entry)
    for field in fields(shown):
        setattr(entry, field.name, getattr(shown, field.name))
    entry.countries = countries
    entry.search_text = searchable(entry)
    await session.flush()
    return entry


async def take_down(session: AsyncSession, result_id: UUID) -> bool:
    """Gone at once. False if it was not there."""
    removed = await session.execute(
        delete(ShowcaseEntry)
        .where(ShowcaseEntry.result_id == result_id)
        .returning(ShowcaseEntry.id)
    )
    return removed.first() is not None


def searchable(entry: ShowcaseEntry) -> str:
    """The folded words of everything that is shown, each once."""
    shown = [
        entry.title,
        entry.summary,
        *entry.subjects,
        entry.credits,
        entry.what_we_did,
        entry.what_pupils_learned,
    ]
    return " ".join(dict.fromkeys(word for text in shown for word in words(text)))
