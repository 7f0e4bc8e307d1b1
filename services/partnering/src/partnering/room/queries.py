"""Reads of the room, for those who hold a seat in it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.facts import MemberFacts
from partnering.room.access import entered, is_overdue, names, present_facts, school_weeks
from partnering.room.fitting import free_on, unfit
from partnering.room.model import (
    Agreement,
    Meeting,
    MeetingAcceptance,
    MeetingDecline,
    Message,
    Note,
    Signature,
    Task,
)
from partnering.room.rules import all_agree
from partnering.room.schemas import (
    AgreementOut,
    DayOut,
    DeclineOut,
    LocalTime,
    MeetingOut,
    MessageOut,
    NoteOut,
    SignatureOut,
    TaskOut,
    Terms,
)
from shared import clock
from shared.http import Page, Principal, page_of


async def messages(
    session: AsyncSession, who: Principal, partnership_id: UUID, cursor: str | None, limit: int
) -> Page[MessageOut]:
    """The conversation, newest first."""
    partnership = await entered(session, who, partnership_id)
    written_by = await names(session, partnership)
    found, after = await page_of(
        session,
        select(Message).where(Message.partnership_id == partnership_id),
        key=Message.id,
        cursor=cursor,
        limit=limit,
    )
    items = [
        MessageOut(
            id=one.id,
            author_id=one.author_id,
            author_name=written_by.get(one.author_id, ""),
            yours=one.author_id == who.person_id,
            text=one.text,
            posted_at=one.posted_at,
        )
        for one in found
    ]
    return Page(items=items, next_cursor=after)


async def agreement(session: AsyncSession, who: Principal, partnership_id: UUID) -> AgreementOut:
    """The newest version with who has signed it; before the first, a suggestion as version 0."""
    partnership = await entered(session, who, partnership_id)
    called = await names(session, partnership)
    newest = await session.scalar(
        select(Agreement)
        .where(Agreement.partnership_id == partnership_id)
        .order_by(Agreement.version.desc())
        .limit(1)
    )
    signed = {}
    if newest is not None:
        rows = await session.scalars(select(Signature).where(Signature.agreement_id == newest.id))
        signed = {one.person_id: one.signed_at for one in rows}
    signatures = [
        SignatureOut(person_id=one, name=called.get(one, ""), signed_at=signed.get(one))
        for one in (member.person_id for member in partnership.company)
    ]
    return AgreementOut(
        version=newest.version if newest else 0,
        terms=Terms.model_validate(newest.terms)
        if newest
        else Terms(language=partnership.language),
        written_by_name=called.get(newest.written_by, "") if newest else "",
        written_at=newest.written_at if newest else None,
        signatures=signatures,
        signed_by_all=all_agree([one.person_id for one in signatures], signed),
        versions=newest.version if newest else 0,
    )


async def meetings(session: AsyncSession, who: Principal, partnership_id: UUID) -> list[MeetingOut]:
    """The hundred latest meetings, the furthest ahead first."""
    partnership = await entered(session, who, partnership_id)
    members = await present_facts(session, partnership)
    found = (
        await session.scalars(
            select(Meeting)
            .where(Meeting.partnership_id == partnership_id)
            .order_by(Meeting.starts_at.desc())
            .limit(100)
        )
    ).all()
    rows = await session.scalars(
        select(MeetingAcceptance).where(MeetingAcceptance.meeting_id.in_([one.id for one in found]))
    )
    accepted: dict[UUID, list[UUID]] = {}
    for row in rows:
        accepted.setdefault(row.meeting_id, []).append(row.person_id)
    declines = await session.scalars(
        select(MeetingDecline).where(MeetingDecline.meeting_id.in_([one.id for one in found]))
    )
    called = await names(session, partnership)
    declined: dict[UUID, list[DeclineOut]] = {}
    for no in declines:
        said = DeclineOut(
            person_id=no.person_id, name=called.get(no.person_id, ""), other_at=no.other_at
        )
        declined.setdefault(no.meeting_id, []).append(said)
    return [
        _meeting(
            one,
            members,
            sorted(accepted.get(one.id, []), key=str),
            sorted(declined.get(one.id, []), key=lambda said: str(said.person_id)),
            called.get(one.ended_by, "") if one.ended_by else "",
        )
        for one in found
    ]


async def tasks(session: AsyncSession, who: Principal, partnership_id: UUID) -> list[TaskOut]:
    """Open tasks by deadline, then the done ones, newest first; at most two hundred."""
    partnership = await entered(session, who, partnership_id)
    called = await names(session, partnership)
    members = await present_facts(session, partnership)
    found = await session.scalars(
        select(Task)
        .where(Task.partnership_id == partnership_id)
        .order_by(Task.done_at.desc().nulls_first(), Task.due_on.asc().nulls_last(), Task.id)
        .limit(200)
    )
    return [
        TaskOut(
            id=one.id,
            title=one.title,
            assignee_id=one.assignee_id,
            assignee_name=called.get(one.assignee_id, "") if one.assignee_id else "",
            due_on=one.due_on,
            overdue=is_overdue(one.due_on, one.done_at is not None, clock.today()),
            on_holiday_for=_on_holiday(members, one),
            done_at=one.done_at,
            done_by_name=called.get(one.done_by, "") if one.done_by else "",
            created_by=one.created_by,
        )
        for one in found
    ]


async def holidays_on(
    session: AsyncSession, who: Principal, partnership_id: UUID, days: Sequence[date]
) -> list[DayOut]:
    """Of these days the ones on which the school of a member is free."""
    partnership = await entered(session, who, partnership_id)
    members = await present_facts(session, partnership)
    weeks = school_weeks(members)
    found = ((day, free_on(weeks, day)) for day in sorted(set(days)))
    return [
        DayOut(day=day, on_holiday_for=[members[place].person_name for place in free])
        for day, free in found
        if free
    ]


async def notes(
    session: AsyncSession, who: Principal, partnership_id: UUID, kind: str
) -> list[NoteOut]:
    partnership = await entered(session, who, partnership_id)
    called = await names(session, partnership)
    found = await session.scalars(
        select(Note)
        .where(Note.partnership_id == partnership_id, Note.kind == kind)
        .order_by(Note.id.desc())
        .limit(200)
    )
    return [
        NoteOut.model_validate(
            {
                "id": one.id,
                "kind": one.kind,
                "text": one.text,
                "address": one.address,
                "author_id": one.author_id,
                "author_name": called.get(one.author_id, ""),
                "created_at": one.created_at,
            }
        )
        for one in found
    ]


def local_times(members: Sequence[MemberFacts], starts_at: datetime) -> list[LocalTime]:
    return [
        LocalTime.model_validate(
            {
                "person_id": one.person_id,
                "name": one.person_name,
                "zone": one.zone,
                "starts_at": starts_at.astimezone(ZoneInfo(one.zone)),
            }
        )
        for one in members
    ]


def _on_holiday(members: Sequence[MemberFacts], task: Task) -> list[str]:
    if task.due_on is None or task.done_at is not None:
        return []
    promised = [one for one in members if task.assignee_id in (None, one.person_id)]
    free = free_on(school_weeks(promised), task.due_on)
    return [promised[place].person_name for place in free]


def _meeting(
    meeting: Meeting,
    members: Sequence[MemberFacts],
    accepted: list[UUID],
    declined: list[DeclineOut],
    ended_by_name: str,
) -> MeetingOut:
    found = unfit(school_weeks(members), meeting.starts_at, meeting.minutes)
    names_for = {
        why: [members[place].person_name for place, one in found if one == why]
        for why in ("night", "holiday")
    }
    return MeetingOut(
        id=meeting.id,
        title=meeting.title,
        place=meeting.place,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        proposed_by=meeting.proposed_by,
        local_times=local_times(members, meeting.starts_at),
        accepted_by=accepted,
        accepted_by_all=meeting.ended_at is None
        and all_agree([one.person_id for one in members], accepted),
        status=meeting.status,
        ended_by_name=ended_by_name,
        declined=declined,
        sequence=meeting.sequence,
        at_night_for=names_for["night"],
        on_holiday_for=names_for["holiday"],
    )
