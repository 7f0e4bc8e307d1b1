"""Put a result up in the showcase, and take it down."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.partnerships.queries import countries_of
from projects.results.model import Result
from projects.showcase.model import ShowcaseEntry
from projects.showcase.rules import slug_of, words
from shared import clock
from shared.ids import new_id

_COPIED = (
    "title",
    "summary",
    "what_we_did",
    "what_pupils_learned",
    "credits",
    "product_link",
    "links",
    "subjects",
    "languages",
    "pupils_age_from",
    "pupils_age_to",
    "pupils_count",
)


async def put_up(session: AsyncSession, result: Result) -> ShowcaseEntry:
    """Copy what is shown. Publishing again replaces the words and keeps the address."""
    query = select(ShowcaseEntry).where(ShowcaseEntry.result_id == result.id)
    entry = (await session.scalars(query)).one_or_none()
    countries = await countries_of(session, result.partnership_id)
    if entry is None:
        entry = ShowcaseEntry(
            id=new_id(),
            result_id=result.id,
            partnership_id=result.partnership_id,
            cohort_id=result.cohort_id,
            slug=slug_of(result.title, result.id),
            published_at=clock.now(),
        )
        session.add(entry)
    for name in _COPIED:
        setattr(entry, name, getattr(result, name))
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
