"""The meetings of one room as a calendar file: the same UID for ever, a higher SEQUENCE per change."""

from datetime import timedelta
from uuid import UUID

from icalendar import Calendar, Event
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.room.queries import meetings
from partnering.room.schemas import MeetingOut
from shared import clock
from shared.http import Principal


async def meetings_file(session: AsyncSession, who: Principal, partnership_id: UUID) -> bytes:
    """What a calendar program takes in. A meeting that is off stays, as cancelled: a program that
    has it already removes it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Meridian//Meetings//EN")
    calendar.add("method", "PUBLISH")
    for one in await meetings(session, who, partnership_id):
        calendar.add_component(_event(one))
    written: bytes = calendar.to_ical()
    return written


def _event(meeting: MeetingOut) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}@meridian")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.title)
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.status != "planned":
        event.add("status", "CANCELLED")
    else:
        event.add("status", "CONFIRMED" if meeting.accepted_by_all else "TENTATIVE")
    return event
