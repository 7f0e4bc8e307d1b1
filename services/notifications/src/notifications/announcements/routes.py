"""Announcements over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from notifications.announcements import actions
from notifications.announcements.queries import visible_announcements
from notifications.announcements.schemas import AnnouncementRequest, AnnouncementView
from shared.http import (
    Created,
    Once,
    Page,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow_in,
    router,
)

routes = router("announcements")
Announcer = Annotated[Principal, allow_in(Permission.ANNOUNCE, Scoped.LOADED)]
Lister = Annotated[Principal, allow_in(Permission.ANNOUNCE, Scoped.LISTED)]


@routes.post("/announcements", status_code=201)
async def send_announcement(
    body: AnnouncementRequest, who: Announcer, session: Transaction, once: Once
) -> Created:
    """Tell everybody in a cohort something."""
    announcement = await actions.send_announcement(session, who, body)
    return await once.created("/v1/announcements", announcement.id)


@routes.get("/announcements")
async def list_announcements(
    who: Lister,
    session: Reading,
    cohort_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[AnnouncementView]:
    """What staff have announced in my cohorts, newest first."""
    return await visible_announcements(session, who, cohort_id, cursor)
