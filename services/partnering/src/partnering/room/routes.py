"""HTTP of the room: conversation, agreement, meetings, tasks, decisions, links, calendar."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from partnering.room import actions, answering, queries
from partnering.room.calendar import common_calendar
from partnering.room.ics import meetings_file
from partnering.room.schemas import (
    AgreementOut,
    CalendarOut,
    DayOut,
    Declining,
    MeetingOut,
    MessageOut,
    NewDecision,
    NewLink,
    NewMeeting,
    NewMessage,
    NewTask,
    NoteOut,
    TaskOut,
    Terms,
)
from shared.http import (
    Created,
    Cursor,
    IfMatch,
    Once,
    Page,
    Principal,
    Reading,
    Transaction,
    etag,
    own,
    router,
)

routes = router("room")

Person = Annotated[Principal, own()]
Limit = Annotated[int, Query(ge=1, le=200)]


@routes.get("/partnerships/{partnership_id}/messages")
async def list_messages(
    who: Person,
    session: Reading,
    partnership_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MessageOut]:
    return await queries.messages(session, who, partnership_id, cursor, limit)


@routes.post("/partnerships/{partnership_id}/messages", status_code=201)
async def post_message(
    body: NewMessage, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    message = await actions.post_message(session, who, partnership_id, body.text)
    return await once.created(f"/v1/partnerships/{partnership_id}/messages", message.id)


@routes.get("/partnerships/{partnership_id}/agreement")
async def get_agreement(
    who: Person, session: Reading, response: Response, partnership_id: UUID
) -> AgreementOut:
    found = await queries.agreement(session, who, partnership_id)
    response.headers["ETag"] = etag(found.version)
    return found


@routes.put("/partnerships/{partnership_id}/agreement")
async def write_agreement(
    body: Terms, who: Person, session: Transaction, read: IfMatch, partnership_id: UUID
) -> AgreementOut:
    await actions.write_agreement(session, who, partnership_id, body, read)
    return await queries.agreement(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/agreement/sign")
async def sign_agreement(
    who: Person, session: Transaction, read: IfMatch, partnership_id: UUID
) -> AgreementOut:
    await actions.sign_agreement(session, who, partnership_id, read)
    return await queries.agreement(session, who, partnership_id)


@routes.get("/partnerships/{partnership_id}/meetings")
async def list_meetings(who: Person, session: Reading, partnership_id: UUID) -> list[MeetingOut]:
    return await queries.meetings(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/meetings", status_code=201)
async def propose_meeting(
    body: NewMeeting, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    meeting = await actions.propose_meeting(session, who, partnership_id, body)
    return await once.created("/v1/meetings", meeting.id)


@routes.get("/partnerships/{partnership_id}/meetings.ics", response_class=Response)
async def get_meetings_file(who: Person, session: Reading, partnership_id: UUID) -> Response:
    """All meetings for a calendar program, with those that are off as cancelled."""
    return Response(
        await meetings_file(session, who, partnership_id),
        media_type="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="meetings.ics"'},
    )


@routes.post("/meetings/{meeting_id}/accept", status_code=204)
async def accept_meeting(who: Person, session: Transaction, meeting_id: UUID) -> None:
    await answering.accept_meeting(session, who, meeting_id)


@routes.post("/meetings/{meeting_id}/decline", status_code=204)
async def decline_meeting(
    body: Declining, who: Person, session: Transaction, meeting_id: UUID
) -> None:
    await answering.decline_meeting(session, who, meeting_id, body.other_at)


@routes.post("/meetings/{meeting_id}/cancel", status_code=204)
async def cancel_meeting(who: Person, session: Transaction, meeting_id: UUID) -> None:
    """Withdraw one's own meeting, or cancel one that one has accepted."""
    await answering.cancel_meeting(session, who, meeting_id)


@routes.get("/partnerships/{partnership_id}/tasks")
async def list_tasks(who: Person, session: Reading, partnership_id: UUID) -> list[TaskOut]:
    return await queries.tasks(session, who, partnership_id)


@routes.post("/partnerships/{partnership_id}/tasks", status_code=201)
async def add_task(
    body: NewTask, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    task = await actions.add_task(session, who, partnership_id, body)
    return await once.created("/v1/tasks", task.id)


@routes.post("/tasks/{task_id}/done", status_code=204)
async def finish_task(who: Person, session: Transaction, task_id: UUID) -> None:
    await actions.tick_task(session, who, task_id, done=True)


@routes.post("/tasks/{task_id}/undone", status_code=204)
async def reopen_task(who: Person, session: Transaction, task_id: UUID) -> None:
    await actions.tick_task(session, who, task_id, done=False)


@routes.get("/partnerships/{partnership_id}/decisions")
async def list_decisions(who: Person, session: Reading, partnership_id: UUID) -> list[NoteOut]:
    return await queries.notes(session, who, partnership_id, "decision")


@routes.post("/partnerships/{partnership_id}/decisions", status_code=201)
async def add_decision(
    body: NewDecision, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    note = await actions.add_note(session, who, partnership_id, "decision", text=body.text)
    return await once.created(f"/v1/partnerships/{partnership_id}/decisions", note.id)


@routes.get("/partnerships/{partnership_id}/links")
async def list_links(who: Person, session: Reading, partnership_id: UUID) -> list[NoteOut]:
    return await queries.notes(session, who, partnership_id, "link")


@routes.post("/partnerships/{partnership_id}/links", status_code=201)
async def add_link(
    body: NewLink, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    note = await actions.add_note(
        session, who, partnership_id, "link", text=body.text, address=str(body.address)
    )
    return await once.created(f"/v1/partnerships/{partnership_id}/links", note.id)


@routes.get("/partnerships/{partnership_id}/holidays")
async def list_holidays(
    who: Person,
    session: Reading,
    partnership_id: UUID,
    day: Annotated[list[date], Query(max_length=60, default_factory=list)],
) -> list[DayOut]:
    """Which of the days that somebody plans with are free at the school of a member."""
    return await queries.holidays_on(session, who, partnership_id, day)


@routes.get("/partnerships/{partnership_id}/calendar")
async def get_common_calendar(who: Person, session: Reading, partnership_id: UUID) -> CalendarOut:
    return await common_calendar(session, who, partnership_id)
