"""Reading the inbox: rows become words in the reader's language."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.queries import titles_of
from notifications.inbox.model import Entry
from notifications.inbox.schemas import Notification, NotificationPage, Unread
from notifications.people.queries import names_of, writer_for
from notifications.wording.catalogue import KINDS
from notifications.wording.writer import Known, cohorts_in, people_in
from shared import clock
from shared.http import Principal, page_of


async def list_notifications(
    session: AsyncSession, who: Principal, *, unread: bool, cursor: str | None, limit: int
) -> NotificationPage:
    """My inbox, newest first."""
    query = select(Entry).where(Entry.person_id == who.person_id, Entry.kind.in_(KINDS))
    if unread:
        query = query.where(Entry.read_at.is_(None))
    entries, next_cursor = await page_of(
        session, query, key=Entry.id, cursor=cursor, limit=limit, descending=True
    )
    return NotificationPage(
        items=await in_words(session, who.person_id, entries),
        next_cursor=next_cursor,
        unread=(await count_unread(session, who)).unread,
    )


async def in_words(
    session: AsyncSession, person_id: UUID, entries: Sequence[Entry]
) -> list[Notification]:
    """The entries as this reader reads them; three queries however many there are."""
    writer = await writer_for(session, person_id)
    known = Known(
        people=await names_of(
            session,
            {one for entry in entries for one in people_in(KINDS[entry.kind], entry.parameters)},
        ),
        cohorts=await titles_of(
            session,
            {one for entry in entries for one in cohorts_in(KINDS[entry.kind], entry.parameters)},
        ),
    )
    written = []
    for entry in entries:
        words = writer.write(KINDS[entry.kind], entry.parameters, known)
        written.append(
            Notification(
                id=entry.id,
                kind=entry.kind,
                title=words.title,
                body=words.body,
                quote=words.quote,
                button=words.button,
                by_staff=words.by_staff,
                link=entry.link,
                created_at=entry.created_at,
                read_at=entry.read_at,
                reply_by=None if entry.settled_at else entry.reply_by,
                settled=entry.settled_at is not None,
            )
        )
    return written


async def count_unread(session: AsyncSession, who: Principal) -> Unread:
    """What the dot in the header shows, and how many answers are still due from me."""
    row = (
        await session.execute(
            select(
                func.count().filter(Entry.read_at.is_(None)),
                func.count().filter(Entry.settled_at.is_(None), Entry.reply_by > clock.now()),
            ).where(Entry.person_id == who.person_id, Entry.kind.in_(KINDS))
        )
    ).one()
    return Unread(unread=row[0], waiting=row[1])
