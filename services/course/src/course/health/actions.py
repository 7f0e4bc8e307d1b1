"""Reminding the silent, asking whether everybody is still in, and giving a pair to staff."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.learning.completion import has_open_steps
from course.partnerships.model import Member, Partnership
from course.partnerships.queries import members_of, partnership_of
from course.people.queries import holders
from course.silence.actions import clock_runs, seat_of, set_clock
from course.silence.rules import (
    PAUSE,
    STAGES,
    Seat,
    due_at,
    longest_silence,
    next_stage,
    silent,
)
from shared import clock
from shared.contracts.course import (
    CheckInAnswered,
    CheckInAsked,
    MentorAsked,
    PartnershipNudged,
    PartnershipStranded,
)
from shared.contracts.event import Event
from shared.http import Conflict, Principal
from shared.outbox import announce

BATCH = 100


async def ring_due_clocks(session: AsyncSession) -> int:
    """Tick: partnerships whose silence has reached its next stage, one stage at a time."""
    due = (
        await session.scalars(
            select(Partnership)
            .where(Partnership.clock_due_at <= clock.now())
            .order_by(Partnership.clock_due_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True, key_share=True)
        )
    ).all()
    for partnership in due:
        await _ring(session, partnership)
    return len(due)


async def _ring(session: AsyncSession, partnership: Partnership) -> None:
    members = await members_of(session, partnership.id)
    if not clock_runs(partnership) or len(members) < 2:
        partnership.clock_due_at = None
        return
    now = clock.now()
    seats = [seat_of(partnership, one) for one in members]
    stage = next_stage(partnership.clock_stage)
    if stage is None or longest_silence(seats, now) < stage:
        await set_clock(session, partnership)
        return
    quiet = silent(seats, now, stage)
    if not await _something_expected(session, partnership, quiet):
        # They have done all there is; the clock looks again tomorrow.
        for member in members:
            if member.person_id in quiet:
                member.expected_since = now
        await set_clock(session, partnership)
        return
    partnership.clock_stage = stage
    partnership.clock_stage_at = now
    partnership.clock_due_at = due_at(seats, stage, now)
    if stage == STAGES[1]:
        for member in members:
            member.check_in = member.check_in if member.check_in == "must_stop" else ""
    for event in await _events(session, partnership, seats, quiet, stage):
        await announce(session, event)


async def _something_expected(
    session: AsyncSession, partnership: Partnership, quiet: tuple[UUID, ...]
) -> bool:
    for person_id in quiet:
        if await has_open_steps(session, partnership, person_id):
            return True
    return False


async def _events(
    session: AsyncSession,
    partnership: Partnership,
    seats: list[Seat],
    quiet: tuple[UUID, ...],
    stage: int,
) -> list[Event]:
    everybody = tuple(seat.person_id for seat in seats)
    names = {"partnership_id": partnership.id, "cohort_id": partnership.cohort_id}
    if stage == STAGES[0]:
        return [PartnershipNudged(**names, person_ids=everybody, silent_person_ids=quiet)]
    if stage == STAGES[1]:
        return [CheckInAsked(**names, person_ids=everybody, silent_person_ids=quiet)]
    if stage == STAGES[2]:
        roles = ("mentor", "tutor", "programme_lead")
        staff = await holders(session, partnership.cohort_id, *roles)
        return [MentorAsked(**names, person_ids=staff, silent_person_ids=quiet)]
    waiting = tuple(person for person in everybody if person not in quiet)
    return [PartnershipStranded(**names, silent_person_ids=quiet, waiting_person_ids=waiting)]


async def answer_check_in(
    session: AsyncSession, who: Principal, partnership_id: UUID, answer: str
) -> None:
    """Still in: the clock starts anew. A week: my silence does not count for seven days. Must
    stop: staff look for a new partner for the others at once."""
    partnership, seat = await partnership_of(session, who, partnership_id, lock=True)
    if partnership.phase not in {"course", "project"}:
        raise Conflict("nobody-asked", "This partnership's course has not begun, or is over.")
    now = clock.now()
    repeated = seat.check_in == "must_stop" == answer
    seat.check_in = answer
    seat.check_in_at = now
    seat.last_act_at = now
    seat.last_act = "check_in"
    seat.paused_until = now + PAUSE if answer == "need_a_week" else None
    await set_clock(session, partnership)
    others = await _others(session, partnership, who.person_id)
    names = {"partnership_id": partnership.id, "cohort_id": partnership.cohort_id}
    if repeated:
        return
    await announce(
        session,
        CheckInAnswered(
            **names,
            answered_by=who.person_id,
            answer=answer,
            person_ids=tuple(one.person_id for one in others),
        ),
    )
    if answer == "must_stop":
        partnership.clock_stage = STAGES[-1]
        partnership.clock_stage_at = now
        partnership.clock_due_at = None
        stopped = tuple(
            one.person_id
            for one in await members_of(session, partnership.id)
            if one.check_in == "must_stop"
        )
        waiting = tuple(one.person_id for one in others if one.person_id not in stopped)
        await announce(
            session,
            PartnershipStranded(
                **names,
                silent_person_ids=stopped,
                waiting_person_ids=waiting,
                why="must_stop",
            ),
        )


async def _others(session: AsyncSession, partnership: Partnership, me: UUID) -> list[Member]:
    return [one for one in await members_of(session, partnership.id) if one.person_id != me]
