"""Forgetting a person who sits in partnerships: they go as if they had left, their words go too."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.matching.model import Decision
from partnering.partnerships.actions import dissolve
from partnering.partnerships.leaving import go
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.rescue.model import RescueCase
from partnering.room.model import Agreement, Meeting, Message, Note, Task
from partnering.safety.model import Report


async def forget_in_partnerships(session: AsyncSession, person_id: UUID) -> None:
    """Give up every seat and blank every word of one person in rooms, runs and rescues.

    Reports keep their copy of the words until their fixed day, as everybody was told; only who
    reported is forgotten.
    """
    mine = await session.scalars(
        with_members()
        .join(Member)
        .where(
            Member.person_id == person_id,
            Member.seated.is_(True),
            Partnership.state.in_(("handshake", "confirmed", "finished")),
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
    )
    for partnership in mine.unique().all():
        seat = partnership.seat_of(person_id)
        if partnership.state == "handshake":
            await dissolve(session, partnership, "erased")
        elif seat is not None:
            await go(session, partnership, seat, "", ended="erased")
    await _forget_words(session, person_id)


async def _forget_words(session: AsyncSession, person_id: UUID) -> None:
    for statement in (
        update(Member).where(Member.person_id == person_id).values(reason=""),
        update(Message).where(Message.author_id == person_id).values(text=""),
        update(Agreement).where(Agreement.written_by == person_id).values(terms={}),
        update(Meeting).where(Meeting.proposed_by == person_id).values(title="", place=""),
        update(Task).where(Task.created_by == person_id).values(title=""),
        update(Note).where(Note.author_id == person_id).values(text="", address=""),
        update(Decision).where(Decision.decided_by == person_id).values(reason=""),
        update(RescueCase).where(RescueCase.decided_by == person_id).values(note=""),
        update(Report).where(Report.reported_by == person_id).values(reported_by=None),
        update(Report).where(Report.resolved_by == person_id).values(note=""),
    ):
        await session.execute(statement)
