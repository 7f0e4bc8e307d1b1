"""The delivery log over HTTP, for whoever keeps the system running."""

from typing import Annotated, Literal

from fastapi import Query, Request

from notifications.mail import queries
from notifications.mail.postman import Postman
from notifications.mail.schemas import MailQueue, MailView
from shared.http import Page, Permission, Principal, Reading, allow, router

routes = router("mail")
Keeper = Annotated[Principal, allow(Permission.SEE_MAIL_DELIVERIES)]
Status = Literal["queued", "gathered", "in_digest", "sent", "refused", "settled", "seen"]


@routes.get("/deliveries")
async def list_deliveries(
    who: Keeper,
    session: Reading,
    status: Status | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[MailView]:
    """Every mail and how far it has come, newest first."""
    return await queries.list_deliveries(session, status, cursor)


@routes.get("/deliveries/queue")
async def read_mail_queue(request: Request, who: Keeper, session: Reading) -> MailQueue:
    """How many mails wait, and whether the mail server answers."""
    postman: Postman = request.app.state.postman
    return await queries.read_queue(session, postman.server.reachable)
