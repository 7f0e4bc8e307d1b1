"""The inbox over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from notifications.inbox import actions, queries
from notifications.inbox.schemas import Notification, NotificationPage, Unread
from shared.http import Principal, Reading, Transaction, own, router

routes = router("inbox")
Person = Annotated[Principal, own()]


@routes.get("/me/notifications")
async def list_notifications(
    who: Person,
    session: Reading,
    unread: bool = False,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NotificationPage:
    """What I have been told, newest first, in my language."""
    return await queries.list_notifications(session, who, unread=unread, cursor=cursor, limit=limit)


@routes.get("/me/notifications/unread")
async def count_unread(who: Person, session: Reading) -> Unread:
    """Whether something is new, for the dot in the header."""
    return await queries.count_unread(session, who)


@routes.post("/me/notifications/read-all", status_code=204)
async def read_all_notifications(who: Person, session: Transaction) -> None:
    """Mark everything as read."""
    await actions.read_all_notifications(session, who)


@routes.post("/me/notifications/{notification_id}/read")
async def read_notification(
    notification_id: UUID, who: Person, session: Transaction
) -> Notification:
    """Mark one as read."""
    entry = await actions.read_notification(session, who, notification_id)
    return (await queries.in_words(session, who.person_id, [entry]))[0]
