"""Reading what was announced."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.announcements.model import Announcement
from notifications.announcements.schemas import AnnouncementView
from shared.http import Page, Permission, Principal, page_of


async def visible_announcements(
    session: AsyncSession, who: Principal, cohort_id: UUID | None, cursor: str | None
) -> Page[AnnouncementView]:
    """Announcements of the cohorts that this member of staff looks after, and those to all."""
    query = select(Announcement)
    cohorts = who.cohorts_with(Permission.ANNOUNCE)
    if cohorts is not None:
        query = query.where(
            or_(Announcement.cohort_id.is_(None), Announcement.cohort_id.in_(cohorts))
        )
    if cohort_id is not None:
        query = query.where(Announcement.cohort_id == cohort_id)
    rows, next_cursor = await page_of(session, query, key=Announcement.id, cursor=cursor)
    return Page(
        items=[AnnouncementView.model_validate(row) for row in rows], next_cursor=next_cursor
    )
