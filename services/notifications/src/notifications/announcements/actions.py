"""Telling a whole cohort."""

from sqlalchemy.ext.asyncio import AsyncSession

from notifications.announcements.model import Announcement
from notifications.announcements.schemas import AnnouncementRequest
from notifications.cohorts.model import Cohort, Participant
from notifications.cohorts.queries import participants
from notifications.inbox.news import News
from notifications.telling.actions import tell
from notifications.wording.catalogue import KINDS
from shared import clock
from shared.audit import describe_act
from shared.http import Forbidden, Invalid, NotFound, Permission, Principal
from shared.ids import new_id


async def send_announcement(
    session: AsyncSession, who: Principal, wanted: AnnouncementRequest
) -> Announcement:
    """Everybody else in the cohort is told, at once and in one statement.

    Staff of one cohort reach that cohort; only a programme lead of all cohorts reaches everybody.
    """
    if wanted.cohort_id is None:
        everywhere = who.cohorts_with(Permission.ANNOUNCE) is None
        if not (everywhere and who.may(Permission.ANNOUNCE_TO_EVERYBODY)):
            raise Forbidden(title="Only a programme lead can write to every cohort.")
    elif not who.may(Permission.ANNOUNCE, wanted.cohort_id):
        raise NotFound("This cohort")
    elif await session.get(Cohort, wanted.cohort_id) is None:
        raise Invalid({"/cohort_id": "is not a cohort"})
    announcement = Announcement(
        id=new_id(),
        cohort_id=wanted.cohort_id,
        author_id=who.person_id,
        title=wanted.title,
        body=wanted.body,
        created_at=clock.now(),
    )
    news = News(
        kind=KINDS["announcement"],
        event_id=announcement.id,
        about_id=announcement.id,
        parameters={"title": announcement.title, "body": announcement.body},
        link="/inbox",
    )
    others = participants(wanted.cohort_id).where(Participant.person_id != who.person_id)
    announcement.recipients = await tell(session, news, others)
    session.add(announcement)
    describe_act(session, detail=str(announcement.recipients))
    await session.flush()
    return announcement
