"""The delivery log and the state of the queue."""

from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.mail.model import Delivery, Mail
from notifications.mail.schemas import MailQueue, MailView
from notifications.people.model import Person
from shared import clock
from shared.backlog import NOTHING, STUCK_AFTER, Backlog
from shared.http import Page, page_of


async def list_deliveries(
    session: AsyncSession, status: str | None, cursor: str | None
) -> Page[MailView]:
    """Mails, newest first, each with what the server said last."""
    query = select(Mail)
    if status is not None:
        query = query.where(Mail.status == status)
    mails, next_cursor = await page_of(session, query, key=Mail.id, cursor=cursor)
    last = (
        select(Delivery)
        .where(Delivery.mail_id.in_([mail.id for mail in mails]))
        .ext(distinct_on(Delivery.mail_id))
        .order_by(Delivery.mail_id, Delivery.id.desc())
    )
    said = {delivery.mail_id: delivery for delivery in await session.scalars(last)}
    items = []
    for mail in mails:
        delivery = said.get(mail.id)
        items.append(
            MailView(
                id=mail.id,
                person_id=mail.person_id,
                template=mail.template,
                status=mail.status,
                created_at=mail.created_at,
                not_before=mail.not_before,
                attempts=mail.attempts,
                sent_at=mail.sent_at,
                last_outcome=delivery.outcome if delivery else None,
                last_code=delivery.code if delivery else None,
            )
        )
    return Page(items=items, next_cursor=next_cursor)


async def mail_backlog(session: AsyncSession) -> Backlog:
    """Mails that are due, by the business clock of quiet hours and by the real clock of servers."""
    since = case(
        (Mail.attempts == 0, Mail.next_attempt_at), else_=func.uuid_extract_timestamp(Mail.id)
    )
    due = (
        select(func.count(), func.min(since), func.min(Mail.not_before))
        .join(Person, Person.id == Mail.person_id)
        .where(Mail.status == "queued", Mail.not_before <= clock.now(), Person.email != "")
    )
    waiting, tried_since, due_since = (await session.execute(due)).one()
    if not waiting:
        return NOTHING
    oldest = min(clock.real_now() - tried_since, clock.now() - due_since)
    sent_at = None
    if oldest >= STUCK_AFTER:
        sent = select(func.max(Delivery.attempted_at)).where(Delivery.outcome == "sent")
        sent_at = await session.scalar(sent)
    return Backlog(waiting, max(oldest, timedelta()), sent_at)


async def read_queue(session: AsyncSession, reachable: bool | None) -> MailQueue:
    rows = await session.execute(select(Mail.status, func.count()).group_by(Mail.status))
    counts = {row[0]: row[1] for row in rows}
    oldest = await session.scalar(select(func.min(Mail.not_before)).where(Mail.status == "queued"))
    return MailQueue(
        queued=counts.get("queued", 0),
        gathered=counts.get("gathered", 0),
        sent=counts.get("sent", 0),
        refused=counts.get("refused", 0),
        oldest_due_at=oldest,
        server_reachable=reachable,
    )
