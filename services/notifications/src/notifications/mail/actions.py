"""Queueing mails and taking them back; sending is the postman's job."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, literal, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.inbox.news import News
from notifications.mail.model import Mail
from notifications.preferences.audience import by_mail, mail_wish
from shared import clock

FOLD_FOR: Final = timedelta(hours=12)
"""While an earlier entry about the same matter is unread, one mail in this time is enough."""


async def queue_mails(
    session: AsyncSession,
    news: News,
    recipients: Select[UUID],
    *,
    already_waiting: frozenset[UUID] = frozenset(),
) -> None:
    """One row per recipient who wants this kind by mail, unless the same event queued it before."""
    wanted = by_mail(news.kind, recipients)
    (person_id,) = wanted.selected_columns
    now = clock.now()
    when = Mail.created_at.type
    row = {
        "id": func.uuidv7(),
        "person_id": person_id,
        "event_id": literal(news.event_id),
        "template": literal(news.kind.name),
        "parameters": literal(dict(news.parameters), JSONB),
        "link": literal(news.link),
        "about_id": literal(news.about_id),
        "acting_ids": literal(list(news.acting), Mail.acting_ids.type),
        "reply_by": news.reply_by_there,
        "status": case((mail_wish(news.kind) == "digest", "gathered"), else_="queued"),
        "created_at": literal(now, when),
        "not_before": literal(now, when),
        "next_attempt_at": literal(clock.real_now(), when),
        "attempts": literal(0),
    }
    rows = wanted.with_only_columns(*row.values())
    if already_waiting:
        lately = exists().where(
            Mail.person_id == person_id,
            Mail.template == news.kind.name,
            Mail.about_id == news.about_id,
            Mail.created_at > now - FOLD_FOR,
        )
        rows = rows.where(~and_(person_id.in_(already_waiting), lately))
    await session.execute(insert(Mail).from_select(list(row), rows).on_conflict_do_nothing())


async def drop_unsent(session: AsyncSession, kinds: tuple[str, ...], about_id: UUID) -> None:
    """Mails about a settled matter that have not gone out are not sent any more."""
    await session.execute(
        update(Mail)
        .where(
            Mail.about_id == about_id,
            Mail.template.in_(kinds),
            Mail.status.in_(("queued", "gathered")),
        )
        .values(status="settled")
        .execution_options(synchronize_session=False)
    )
