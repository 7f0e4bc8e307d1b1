"""Taking the latest advance of a cohort back, within 24 hours."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Advance, AdvanceMove, Cohort, ExtensionRequest
from course.cohorts.queries import latest_advance, lock_cohort
from course.cohorts.rules import MOST_HELD, told_to_members
from course.moving.actions import announce_moved, announce_partnerships
from course.partnerships.model import CourseWeek, Member, Partnership
from shared import clock
from shared.audit import describe_act
from shared.contracts.course import CohortAdvanced
from shared.http import Conflict, Principal
from shared.outbox import announce


async def undo_advance(session: AsyncSession, who: Principal, cohort_id: UUID) -> Advance:
    """Put the cohort and everybody who moved with it back, within 24 hours. Work done since stays."""
    cohort = await lock_cohort(session, cohort_id)
    advance = await latest_advance(session, cohort.id)
    if advance is None:
        raise Conflict("nothing-to-undo", "This cohort has not been advanced.")
    if not advance.can_be_undone(clock.now()):
        raise Conflict("too-late-to-undo", "An advance can be taken back for 24 hours.")
    people = await _people_to_return(session, advance)
    returning = await _partnerships_to_return(session, advance)
    await _move_back(session, advance)
    advance.undone_at = clock.now()
    advance.undone_by = who.person_id
    describe_act(session, detail=f"{advance.to_phase} {advance.from_phase}")
    cohort.phase = advance.from_phase
    cohort.version += 1
    apart = advance.from_phase == advance.to_phase
    if not apart:
        stayed = await _left_behind(session, cohort, advance)
        apart = len(stayed) > MOST_HELD and advance.to_phase != "closed"
        await announce(
            session,
            CohortAdvanced(
                cohort_id=cohort.id,
                title=cohort.title,
                from_phase=advance.to_phase,
                phase=advance.from_phase,
                held=() if apart else stayed[:MOST_HELD],
                undone=True,
                named_apart=apart,
            ),
        )
    if apart:
        # The cohort stays where it is, or too many stay to be named: those who go back are named.
        for phase, ids in returning.items():
            await announce_partnerships(
                session, cohort.id, advance.to_phase, phase, ids, undone=True
            )
    if told_to_members(advance.from_phase, advance.to_phase):
        await announce_moved(session, cohort, people, undone=True)
    return advance


async def _partnerships_to_return(session: AsyncSession, advance: Advance) -> dict[str, list[UUID]]:
    """Those who moved with this advance and are still where it brought them, by where they were."""
    rows = await session.execute(
        select(AdvanceMove.from_phase, AdvanceMove.partnership_id)
        .join(Partnership, Partnership.id == AdvanceMove.partnership_id)
        .where(
            AdvanceMove.advance_id == advance.id,
            Partnership.cohort_id == advance.cohort_id,
            Partnership.phase == advance.to_phase,
        )
        .order_by(AdvanceMove.partnership_id)
    )
    found: dict[str, list[UUID]] = defaultdict(list)
    for phase, partnership_id in rows:
        found[phase].append(partnership_id)
    return found


async def _people_to_return(session: AsyncSession, advance: Advance) -> Sequence[UUID]:
    """The members of those who moved with this advance and are still where it brought them."""
    return (
        await session.scalars(
            select(Member.person_id)
            .join(Partnership, Partnership.id == Member.partnership_id)
            .join(AdvanceMove, AdvanceMove.partnership_id == Partnership.id)
            .where(
                AdvanceMove.advance_id == advance.id,
                Partnership.cohort_id == advance.cohort_id,
                Partnership.phase == advance.to_phase,
                Member.left_at.is_(None),
            )
            .distinct()
            .order_by(Member.person_id)
        )
    ).all()


async def _left_behind(session: AsyncSession, cohort: Cohort, advance: Advance) -> tuple[UUID, ...]:
    """Who did not move with this advance, so that taking it back does not move them either: the
    held when a cohort was closed, and whoever had entered the phase on their own. One more than an
    event names says that there are too many."""
    moved = select(AdvanceMove.partnership_id).where(AdvanceMove.advance_id == advance.id)
    stayed = select(Partnership.id).where(
        Partnership.cohort_id == cohort.id,
        Partnership.status == "confirmed",
        Partnership.id.not_in(moved),
    )
    if advance.to_phase != "closed":
        stayed = stayed.where(Partnership.phase == advance.to_phase)
    return tuple(await session.scalars(stayed.order_by(Partnership.id).limit(MOST_HELD + 1)))


async def _move_back(session: AsyncSession, advance: Advance) -> None:
    """Whoever went on in another cohort since stays there."""
    here = Partnership.cohort_id == advance.cohort_id
    moves = select(AdvanceMove.partnership_id).where(AdvanceMove.advance_id == advance.id)
    await session.execute(
        update(Partnership)
        .where(
            Partnership.id == AdvanceMove.partnership_id,
            AdvanceMove.advance_id == advance.id,
            Partnership.phase == advance.to_phase,
            here,
        )
        .values(phase=AdvanceMove.from_phase, held_by_staff=AdvanceMove.was_held)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Partnership)
        .where(Partnership.id.in_(advance.newly_held), here)
        .values(held_by_staff=False)
        .execution_options(synchronize_session=False)
    )
    if advance.from_phase != advance.to_phase == "closed":
        await _forget_last_days(session, advance.cohort_id)
    if advance.to_phase == "course":
        closed = Partnership.id.in_(moves) & (Partnership.phase == "partnering") & here
        await session.execute(
            update(CourseWeek)
            .where(CourseWeek.partnership_id.in_(select(Partnership.id).where(closed)))
            .values(opened_at=None)
            .execution_options(synchronize_session=False)
        )
        await session.execute(
            update(Partnership)
            .where(closed)
            .values(
                course_opened_at=None,
                course_starts_on=None,
                clock_stage=0,
                clock_stage_at=None,
                clock_due_at=None,
            )
            .execution_options(synchronize_session=False)
        )


async def _forget_last_days(session: AsyncSession, cohort_id: UUID) -> None:
    """The cohort goes on, and nobody needs a last day of their own."""
    await session.execute(
        update(Partnership)
        .where(Partnership.cohort_id == cohort_id, Partnership.extended_until.is_not(None))
        .values(extended_until=None, finishes_alone=False, remind_on=None)
        .execution_options(synchronize_session=False)
    )
    theirs = select(Partnership.id).where(Partnership.cohort_id == cohort_id)
    await session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.partnership_id.in_(theirs), ExtensionRequest.answer.is_(None))
        .values(answer="ended", answered_at=clock.now())
        .execution_options(synchronize_session=False)
    )
