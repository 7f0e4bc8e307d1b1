"""Acts in the room: write, agree, sign, propose meetings, promise and do tasks."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership
from partnering.room.access import others, present_facts, school_weeks, writable
from partnering.room.answering import accept
from partnering.room.fitting import unfit, wrong_day
from partnering.room.model import (
    Agreement,
    Meeting,
    Message,
    Note,
    Signature,
    Task,
)
from partnering.room.rules import same_terms
from partnering.room.schemas import NewMeeting, NewTask, Terms
from partnering.safety.limits import count_act
from shared import clock
from shared.contracts.agreements import AgreementChanged
from shared.contracts.partnering import MeetingProposed, MessagePosted
from shared.http import Invalid, NotFound, Principal, StaleVersion
from shared.outbox import announce


async def post_message(
    session: AsyncSession, who: Principal, partnership_id: UUID, text: str
) -> Message:
    """Write to the others. The words stay here; the others are told that there are some."""
    partnership = await writable(session, who, partnership_id, words=True)
    message = Message(
        partnership_id=partnership.id,
        author_id=who.person_id,
        text=text,
        posted_at=clock.now(),
    )
    session.add(message)
    await session.flush()
    await announce(
        session,
        MessagePosted(
            message_id=message.id,
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            author_id=who.person_id,
            person_ids=others(partnership, who.person_id),
        ),
    )
    return message


async def write_agreement(
    session: AsyncSession, who: Principal, partnership_id: UUID, terms: Terms, read: int
) -> Agreement:
    """A new version, signed by its writer; everybody else signs again. Earlier versions stay.

    Saving the newest words unchanged signs them: it makes no version and drops no signature.
    """
    partnership = await writable(session, who, partnership_id, words=True)
    newest = await _newest(session, partnership_id)
    current = newest.version if newest else 0
    if newest and same_terms(newest.terms, terms.model_dump()):
        await _sign(session, newest.id, who.person_id)
        return newest
    if read != current:
        raise StaleVersion(current)
    agreement = Agreement(
        partnership_id=partnership.id,
        version=current + 1,
        terms=terms.model_dump(),
        written_by=who.person_id,
        written_at=clock.now(),
    )
    session.add(agreement)
    await session.flush()
    await _sign(session, agreement.id, who.person_id)
    await announce(
        session,
        AgreementChanged(
            agreement_id=agreement.id,
            partnership_id=partnership.id,
            changed_by=who.person_id,
            person_ids=others(partnership, who.person_id),
            first=newest is None,
        ),
    )
    return agreement


async def sign_agreement(
    session: AsyncSession, who: Principal, partnership_id: UUID, version: int
) -> None:
    """Sign exactly the version one has read."""
    await writable(session, who, partnership_id)
    newest = await _newest(session, partnership_id)
    if newest is None or newest.version != version:
        raise StaleVersion(newest.version if newest else 0)
    await _sign(session, newest.id, who.person_id)


async def propose_meeting(
    session: AsyncSession, who: Principal, partnership_id: UUID, new: NewMeeting
) -> Meeting:
    """Propose an hour; who proposes has accepted.

    An hour at night or on a holiday of a member is refused, unless it is meant (`anyway`).
    """
    partnership = await writable(session, who, partnership_id, words=True)
    if new.starts_at <= clock.now():
        raise Invalid({"/starts_at": "must be in the future"})
    if too_far := wrong_day(new.starts_at.date(), clock.earliest_today()):
        raise Invalid({"/starts_at": too_far})
    if not new.anyway:
        await _refuse_unfit(session, partnership, new)
    await count_act(session, who.person_id, "meetings")
    meeting = Meeting(
        partnership_id=partnership.id,
        proposed_by=who.person_id,
        title=new.title,
        place=new.place,
        starts_at=new.starts_at,
        minutes=new.minutes,
        proposed_at=clock.now(),
    )
    session.add(meeting)
    await session.flush()
    await accept(session, meeting.id, who.person_id)
    await announce(
        session,
        MeetingProposed(
            meeting_id=meeting.id,
            partnership_id=partnership.id,
            proposed_by=who.person_id,
            person_ids=others(partnership, who.person_id),
            starts_at=meeting.starts_at,
        ),
    )
    return meeting


async def add_task(
    session: AsyncSession, who: Principal, partnership_id: UUID, new: NewTask
) -> Task:
    """Promise something. Without an assignee it is everybody's."""
    partnership = await writable(session, who, partnership_id, words=True)
    if new.due_on and (wrong := wrong_day(new.due_on, clock.earliest_today())):
        raise Invalid({"/due_on": wrong})
    if new.assignee_id is not None and partnership.seat_of(new.assignee_id) is None:
        raise Invalid({"/assignee_id": "is not a member of this partnership"})
    task = Task(
        partnership_id=partnership.id,
        title=new.title,
        assignee_id=new.assignee_id,
        due_on=new.due_on,
        created_by=who.person_id,
        created_at=clock.now(),
    )
    session.add(task)
    await session.flush()
    return task


async def tick_task(session: AsyncSession, who: Principal, task_id: UUID, *, done: bool) -> Task:
    """Any member may tick a task, or take the tick back; doing either twice changes nothing.

    The others see who did it and when, so it waits like words while contact is paused.
    """
    found = await session.get(Task, task_id)
    # As above: who is no member locks nothing, and learns nothing.
    its = found.partnership_id if found else task_id
    await writable(session, who, its, what="This task")
    task = await session.get(Task, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise NotFound("This task")
    if done and task.done_at is None:
        task.done_at, task.done_by = clock.now(), who.person_id
    if not done:
        task.done_at = task.done_by = None
    await session.flush()
    return task


async def add_note(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    kind: Literal["decision", "link"],
    *,
    text: str,
    address: str = "",
) -> Note:
    """Note a decision, or a link to material."""
    partnership = await writable(session, who, partnership_id, words=True)
    note = Note(
        partnership_id=partnership.id,
        kind=kind,
        text=text,
        address=address,
        author_id=who.person_id,
        created_at=clock.now(),
    )
    session.add(note)
    await session.flush()
    return note


async def _refuse_unfit(session: AsyncSession, partnership: Partnership, new: NewMeeting) -> None:
    members = await present_facts(session, partnership)
    found = unfit(school_weeks(members), new.starts_at, new.minutes)
    words = {"night": "is at night for", "holiday": "is on a holiday for"}
    for why, about in words.items():
        if who := [members[place].person_name for place, one in found if one == why]:
            raise Invalid({"/starts_at": f"{about} {', '.join(who)}"})


async def _newest(session: AsyncSession, partnership_id: UUID) -> Agreement | None:
    return await session.scalar(
        select(Agreement)
        .where(Agreement.partnership_id == partnership_id)
        .order_by(Agreement.version.desc())
        .limit(1)
    )


async def _sign(session: AsyncSession, agreement_id: UUID, person_id: UUID) -> None:
    await session.execute(
        insert(Signature)
        .values(agreement_id=agreement_id, person_id=person_id, signed_at=clock.now())
        .on_conflict_do_nothing()
    )
