"""Advancing a cohort: the dry run, and the run that does exactly that."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Advance, AdvanceMove, Cohort
from course.cohorts.queries import latest_advance, lock_cohort, situations
from course.cohorts.rules import (
    MOST_HELD,
    AdvancePlan,
    next_phases,
    plan_advance,
)
from course.partnerships.model import Partnership
from shared import clock
from shared.audit import describe_act, nothing_done
from shared.contracts.course import CohortAdvanced, MembersMoved
from shared.http import Conflict, Principal
from shared.ids import new_id
from shared.outbox import announce

MOST_PEOPLE: Final = 1_000
"""An event names at most so many people and stays below 64 KiB."""


async def dry_run_advance(
    session: AsyncSession, cohort_id: UUID, to: str, hold: Collection[UUID]
) -> AdvancePlan:
    """Who would move, who would stay and why, and which messages would go. Changes nothing."""
    nothing_done(session)
    cohort = await lock_cohort(session, cohort_id)
    return await _plan(session, cohort, to, hold)


async def advance_cohort(
    session: AsyncSession,
    who: Principal,
    cohort_id: UUID,
    to: str,
    hold: Collection[UUID],
    seen: str | None,
) -> tuple[AdvancePlan, Advance]:
    """Do what the dry run showed; if the situation has changed since it was `seen`, do nothing."""
    cohort = await lock_cohort(session, cohort_id)
    plan = await _plan(session, cohort, to, hold, lock=True)
    if seen is not None and seen != plan.digest:
        raise Conflict("situation-changed", "Something changed since the dry run; look again.")
    if to == cohort.phase and not plan.moves:
        raise Conflict("nobody-follows", "Nobody who was held back can follow now.")
    if len(plan.held) > MOST_HELD:
        title = f"{len(plan.held)} partnerships would stay behind; that is no advance yet."
        raise Conflict("too-many-held", title)
    advance = Advance(
        id=new_id(),
        cohort_id=cohort.id,
        from_phase=cohort.phase,
        to_phase=to,
        moved=len(plan.moves),
        held=len(plan.held),
        advanced_by=who.person_id,
        advanced_at=clock.now(),
    )
    session.add(advance)
    describe_act(session, detail=f"{advance.from_phase} {to}")
    await session.flush()
    await _move(session, plan, advance, hold)
    cohort.phase = to
    cohort.version += 1
    await announce(
        session,
        CohortAdvanced(
            cohort_id=cohort.id,
            title=cohort.title,
            from_phase=advance.from_phase,
            phase=to,
            held=tuple(held.partnership_id for held in plan.held),
        ),
    )
    for notice in plan.notices:
        if notice.event == MembersMoved.type:
            await announce_moved(session, cohort, notice.person_ids)
    return plan, advance


async def note_late_move(session: AsyncSession, partnership: Partnership, to: str) -> None:
    """A partnership follows its cohort later than the others; an undo takes it back with them."""
    advance = await latest_advance(session, partnership.cohort_id)
    if advance is not None and advance.to_phase == to:
        await session.execute(
            insert(AdvanceMove)
            .values(
                advance_id=advance.id,
                partnership_id=partnership.id,
                from_phase=partnership.phase,
            )
            .on_conflict_do_nothing()
        )
    partnership.phase = to


async def announce_moved(
    session: AsyncSession, cohort: Cohort, person_ids: Sequence[UUID], *, undone: bool = False
) -> None:
    for first in range(0, len(person_ids), MOST_PEOPLE):
        await announce(
            session,
            MembersMoved(
                cohort_id=cohort.id,
                title=cohort.title,
                phase=cohort.phase,
                person_ids=tuple(person_ids[first : first + MOST_PEOPLE]),
                undone=undone,
            ),
        )


async def _plan(
    session: AsyncSession, cohort: Cohort, to: str, hold: Collection[UUID], *, lock: bool = False
) -> AdvancePlan:
    if to not in next_phases(cohort.pace, cohort.phase):
        title = f"A {cohort.pace} cohort cannot go from {cohort.phase} to {to}."
        raise Conflict("phase-not-next", title)
    return plan_advance(
        cohort.phase,
        to,
        await situations(session, cohort.id, lock=lock),
        frozenset(hold),
        clock.today(),
        cohort.course_starts_on,
    )


async def _move(
    session: AsyncSession, plan: AdvancePlan, advance: Advance, hold: Collection[UUID]
) -> None:
    """Two statements for any number of partnerships; the ticks then open their courses."""
    if plan.moves:
        ids = bindparam("ids", [move.partnership_id for move in plan.moves], ARRAY(Uuid))
        phases = bindparam("phases", [move.from_phase for move in plan.moves], ARRAY(Text))
        moved = (
            func.unnest(ids, phases).table_valued("partnership_id", "from_phase").render_derived()
        )
        await session.execute(
            insert(AdvanceMove).from_select(
                ["advance_id", "partnership_id", "from_phase", "was_held"],
                select(
                    bindparam("advance_id", advance.id, Uuid),
                    moved.c.partnership_id,
                    moved.c.from_phase,
                    Partnership.held_by_staff,
                ).join(Partnership, Partnership.id == moved.c.partnership_id),
            )
        )
        await session.execute(
            update(Partnership)
            .where(Partnership.id == any_(ids))
            .values(phase=plan.to_phase, held_by_staff=False)
            .execution_options(synchronize_session=False)
        )
    if hold:
        newly = await session.scalars(
            update(Partnership)
            .where(
                Partnership.cohort_id == advance.cohort_id,
                Partnership.id.in_(list(hold)),
                Partnership.held_by_staff.is_(False),
            )
            .values(held_by_staff=True)
            .returning(Partnership.id)
            .execution_options(synchronize_session=False)
        )
        advance.newly_held = list(newly)
