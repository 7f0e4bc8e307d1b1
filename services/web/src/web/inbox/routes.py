"""The inbox: newest first, by day, with a dot on what is unread."""

from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from web.i18n.formats import calendar_day
from web.live.news import news_of
from web.pages import Page, SignedIn, router
from web.security import safe_next

routes = router()
PER_PAGE = 25


@routes.get("/inbox")
async def inbox(page: SignedIn) -> Response:
    return await _inbox(page)


async def _inbox(page: Page) -> Response:
    only_unread = page.query("show") == "unread"
    answer = await page.api.notifications.get(
        "/v1/me/notifications",
        unread="true" if only_unread else "",
        cursor=page.query("cursor"),
        limit=PER_PAGE,
    )
    return page.render(
        "inbox/index.html",
        fragment="entries",
        days=by_day(answer["items"]),
        unread=answer["unread"],
        only_unread=only_unread,
        next_cursor=answer["next_cursor"],
        cursor=page.query("cursor"),
    )


def by_day(items: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Entries under the calendar day, in the reader's zone, on which they came."""
    grouped = groupby(items, key=lambda item: calendar_day(item["created_at"]).isoformat())
    return [(day, list(entries)) for day, entries in grouped]


@routes.post("/inbox/read-all")
async def read_all(page: SignedIn, request: Request) -> Response:
    await page.form()
    await page.api.notifications.post("/v1/me/notifications/read-all")
    news_of(request).forget(str(page.me.id))
    return page.go("/inbox")


@routes.post("/inbox/{notification_id}/read")
async def read(page: SignedIn, request: Request, notification_id: UUID) -> Response:
    """Mark as read and stay here."""
    form = await page.form()
    await page.api.notifications.post(f"/v1/me/notifications/{notification_id}/read")
    news_of(request).forget(str(page.me.id))
    return page.go(safe_next(form.text("next"), "/inbox"))


@routes.post("/inbox/{notification_id}/open")
async def open_notification(page: SignedIn, request: Request, notification_id: UUID) -> Response:
    """Mark as read and go where it leads."""
    await page.form()
    path = f"/v1/me/notifications/{notification_id}/read"
    item = await page.api.notifications.post(path)
    news_of(request).forget(str(page.me.id))
    return page.go(safe_next(item["link"], "/inbox"))
