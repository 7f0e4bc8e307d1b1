"""Telling people, and settling what they were told of."""

from uuid import UUID

from sqlalchemy import Select, delete, func, literal, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.model import Entry
from notifications.inbox.news import News
from notifications.live.hub import hint_after_commit
from notifications.mail.actions import drop_unsent, queue_mails
from notifications.preferences.audience import in_inbox
from notifications.telling.enough import who_may_hear_more
from shared import clock


async def tell(session: AsyncSession, news: News, recipients: Select[UUID]) -> int:
    """Write the news to each recipient's inbox and mail queue, as their preferences say.

    One statement each, however many recipients there are. Telling the same event twice does
    nothing the second time. Returns how many inboxes have something new.
    """
    recipients = who_may_hear_more(news, recipients)
    folded = await _fold(session, news, recipients) if news.kind.folds else frozenset[UUID]()
    rows = in_inbox(news.kind, recipients)
    (person_id,) = rows.selected_columns
    row = {
        "id": func.uuidv7(),
        "person_id": person_id,
        "event_id": literal(news.event_id),
        "kind": literal(news.kind.name),
        "parameters": literal(dict(news.parameters), JSONB),
        "link": literal(news.link),
        "about_id": literal(news.about_id),
        "reply_by": news.reply_by_there,
        "created_at": literal(clock.now(), Entry.created_at.type),
    }
    written = await session.scalars(
        insert(Entry)
        .from_select(list(row), rows.with_only_columns(*row.values()))
        .on_conflict_do_nothing()
        .returning(Entry.person_id)
    )
    reached = written.all()
    hint_after_commit(session, reached)
    await queue_mails(session, news, recipients, already_waiting=folded)
    return len(reached)


async def _fold(session: AsyncSession, news: News, recipients: Select[UUID]) -> frozenset[UUID]:
    """Drop the unread entries that this one replaces. Returns whose they were."""
    dropped = await session.scalars(
        delete(Entry)
        .where(
            Entry.kind == news.kind.name,
            Entry.about_id == news.about_id,
            Entry.read_at.is_(None),
            Entry.person_id.in_(recipients),
        )
        .returning(Entry.person_id)
        .execution_options(synchronize_session=False)
    )
    return frozenset(dropped.all())


async def settle(session: AsyncSession, kinds: tuple[str, ...], about_id: UUID) -> None:
    """The matter is closed: nobody waits any more, and mails about it that are not out stay in."""
    settled = await session.scalars(
        update(Entry)
        .where(Entry.about_id == about_id, Entry.kind.in_(kinds), Entry.settled_at.is_(None))
        .values(settled_at=clock.now())
        .returning(Entry.person_id)
        .execution_options(synchronize_session=False)
    )
    hint_after_commit(session, settled.all())
    await drop_unsent(session, kinds, about_id)
