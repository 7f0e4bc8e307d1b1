"""Answers to a proposed meeting: accept, decline with another hour, withdraw, cancel."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership
from partnering.room.access import others, writable
from partnering.room.fitting import wrong_day
from partnering.room.model import Meeting, MeetingAcceptance, MeetingDecline
from shared import clock
from shared.contracts.meetings import MeetingCancelled, MeetingDeclined
from shared.http import Conflict, Invalid, NotFound, Principal
from shared.outbox import announce


async def accept_meeting(session: AsyncSession, who: Principal, meeting_id: UUID) -> Meeting:
    """I come. Whoever has declined may still accept, as long as the meeting is planned."""
    meeting, _partnership = await _planned(session, who, meeting_id)
    gone = await session.scalar(
        delete(MeetingDecline)
        .where(MeetingDecline.meeting_id == meeting.id, MeetingDecline.person_id == who.person_id)
        .returning(MeetingDecline.person_id)
    )
    added = await accept(session, meeting.id, who.person_id)
    if added or gone:
        meeting.sequence += 1
    await session.flush()
    return meeting


async def decline_meeting(
    session: AsyncSession, who: Principal, meeting_id: UUID, other_at: datetime | None
) -> Meeting:
    """A guest does not come, and may name another hour. Without any guest left it is off."""
    meeting, partnership = await _planned(session, who, meeting_id)
    if meeting.proposed_by == who.person_id:
        raise Conflict("meeting-is-yours", "Withdraw your own meeting instead.")
    if other_at is not None:
        if other_at <= clock.now():
            raise Invalid({"/other_at": "must be in the future"})
        if wrong := wrong_day(other_at.date(), clock.earliest_today()):
            raise Invalid({"/other_at": wrong})
    if not await _decline(session, meeting.id, who.person_id, other_at):
        return meeting
    declined = set(
        await session.scalars(
            select(MeetingDecline.person_id).where(MeetingDecline.meeting_id == meeting.id)
        )
    )
    guests = set(partnership.person_ids) - {meeting.proposed_by}
    meeting.sequence += 1
    if guests <= declined:
        meeting.end("declined", who.person_id, clock.now())
    await session.flush()
    await announce(
        session,
        MeetingDeclined(
            meeting_id=meeting.id,
            partnership_id=partnership.id,
            declined_by=who.person_id,
            person_ids=others(partnership, who.person_id),
            starts_at=meeting.starts_at,
            other_at=other_at,
            off=meeting.ended_at is not None,
            other_named=other_at is not None,
        ),
    )
    return meeting


async def cancel_meeting(session: AsyncSession, who: Principal, meeting_id: UUID) -> Meeting:
    """Take a meeting back: its proposer, or a guest who has accepted. Before any guest has accepted
    it is withdrawn, afterwards cancelled."""
    meeting, partnership = await _planned(session, who, meeting_id)
    accepted = set(
        await session.scalars(
            select(MeetingAcceptance.person_id).where(MeetingAcceptance.meeting_id == meeting.id)
        )
    )
    if who.person_id not in accepted | {meeting.proposed_by}:
        raise Conflict("meeting-not-accepted", "Decline a meeting that you have not accepted.")
    how = "cancelled" if accepted - {meeting.proposed_by} else "withdrawn"
    meeting.end(how, who.person_id, clock.now())
    meeting.sequence += 1
    await session.flush()
    await announce(
        session,
        MeetingCancelled.model_validate(
            {
                "meeting_id": meeting.id,
                "partnership_id": partnership.id,
                "cancelled_by": who.person_id,
                "person_ids": others(partnership, who.person_id),
                "starts_at": meeting.starts_at,
                "how": how,
            }
        ),
    )
    return meeting


async def accept(session: AsyncSession, meeting_id: UUID, person_id: UUID) -> bool:
    """Whether this is new."""
    added = await session.scalar(
        insert(MeetingAcceptance)
        .values(meeting_id=meeting_id, person_id=person_id, accepted_at=clock.now())
        .on_conflict_do_nothing()
        .returning(MeetingAcceptance.person_id)
    )
    return added is not None


async def _decline(
    session: AsyncSession, meeting_id: UUID, person_id: UUID, other_at: datetime | None
) -> bool:
    """Whether this is new: another hour than before is."""
    await session.execute(
        delete(MeetingAcceptance).where(
            MeetingAcceptance.meeting_id == meeting_id, MeetingAcceptance.person_id == person_id
        )
    )
    fresh = insert(MeetingDecline).values(
        meeting_id=meeting_id, person_id=person_id, declined_at=clock.now(), other_at=other_at
    )
    changed = await session.scalar(
        fresh.on_conflict_do_update(
            index_elements=[MeetingDecline.meeting_id, MeetingDecline.person_id],
            set_={"other_at": other_at},
            where=func.coalesce(MeetingDecline.other_at, _NEVER) != func.coalesce(other_at, _NEVER),
        ).returning(MeetingDecline.person_id)
    )
    return changed is not None


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


async def _planned(
    session: AsyncSession, who: Principal, meeting_id: UUID
) -> tuple[Meeting, Partnership]:
    """A meeting that is still to come, read after its room is locked: of two answers at the same
    time the second sees the first."""
    found = await session.get(Meeting, meeting_id)
    # A missing one is asked for its members, too: the time of the answer tells nobody that it exists.
    its = found.partnership_id if found else meeting_id
    partnership = await writable(session, who, its, what="This meeting")
    if found is None:
        raise NotFound("This meeting")
    meeting = await session.get_one(Meeting, meeting_id, populate_existing=True)
    if meeting.ended_at is not None:
        raise Conflict("meeting-off", "This meeting does not take place any more.")
    if meeting.starts_at <= clock.now():
        raise Conflict("meeting-over", "This meeting has already begun.")
    return meeting, partnership
