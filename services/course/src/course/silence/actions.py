"""Setting the silence clock of one partnership: at every visible act, and when weeks open."""

from datetime import UTC, datetime, time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import Member, Partnership
from course.partnerships.queries import members_of
from course.silence.rules import STAGES, Seat, due_at, longest_silence, silent, stage_of
from shared import clock
from shared.contracts.course import PartnershipActiveAgain
from shared.outbox import announce


def seat_of(partnership: Partnership, member: Member) -> Seat:
    """Silent since the last act, but never since before something was expected."""
    starts = partnership.course_starts_on
    moments = [
        member.joined_at,
        datetime.combine(starts, time(), UTC) if starts else None,
        member.last_act_at,
        member.expected_since,
        member.paused_until,
    ]
    return Seat(
        member.person_id,
        max(moment for moment in moments if moment is not None),
        member.free_ranges(),
        member.check_in == "must_stop",
    )


def is_asked(partnership: Partnership, member: Member) -> bool:
    """Whether the check-in waits for this member's answer: who is active is not asked."""
    asked = STAGES[1]
    return (
        clock_runs(partnership)
        and partnership.clock_stage >= asked
        and not member.check_in
        and bool(silent([seat_of(partnership, member)], clock.now(), asked))
    )


def clock_runs(partnership: Partnership) -> bool:
    """The clock runs from the opening of the course to its completion, and rests while contact is
    paused: who may not write is not silent."""
    return (
        partnership.status == "confirmed"
        and partnership.phase == "course"
        and partnership.course_opened_at is not None
        and partnership.course_completed_at is None
        and partnership.contact_paused_at is None
    )


async def set_clock(session: AsyncSession, partnership: Partnership) -> None:
    """Say when the next reminder is due; an act takes back the stage that it answered.

    Whoever is left alone waits for nobody's answer, and nobody waits for theirs.
    """
    await session.flush()
    members = await members_of(session, partnership.id)
    if len(members) < 2:
        # Not announced as active again: the silence is over because somebody has gone.
        partnership.clock_stage, partnership.clock_stage_at = 0, None
    if not clock_runs(partnership) or len(members) < 2:
        partnership.clock_due_at = None
        return
    seats = [seat_of(partnership, one) for one in members]
    stage = min(partnership.clock_stage, stage_of(longest_silence(seats, clock.now())))
    if stage != partnership.clock_stage:
        await begin_anew(session, partnership, stage)
    partnership.clock_due_at = due_at(seats, stage, partnership.clock_stage_at)


async def begin_anew(session: AsyncSession, partnership: Partnership, stage: int = 0) -> None:
    """Go back to an earlier stage; at none of them nobody is silent any more, and others hear it."""
    was = partnership.clock_stage
    partnership.clock_stage, partnership.clock_stage_at = stage, None
    if was and not stage:
        await announce(
            session,
            PartnershipActiveAgain(partnership_id=partnership.id, cohort_id=partnership.cohort_id),
        )


async def note_act(
    session: AsyncSession, partnership: Partnership, person_id: UUID, act: str
) -> None:
    """Somebody did something their partner can see. The partnership's row must be locked."""
    member = await session.get(Member, (partnership.id, person_id))
    if member is None or member.left_at is not None:
        return
    member.last_act_at = clock.now()
    member.last_act = act
    if member.check_in != "must_stop":
        member.check_in = ""
        member.paused_until = None
    await set_clock(session, partnership)
