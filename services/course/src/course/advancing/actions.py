"""Advancing a cohort: the dry run, and the run that does exactly that."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.advancing.extending import end_requests, extend
from course.advancing.queries import situations
from course.advancing.schemas import HeldWay
from course.cohorts.model import Advance, AdvanceMove, Cohort
from course.cohorts.queries import lock_cohort
from course.cohorts.rules import (
    MOST_HELD,
    AdvancePlan,
    Held,
    Situation,
    Way,
    newly_granted,
    next_phases,
    plan_advance,
    wrong_way,
)
from course.moving.actions import announce_moved
from course.partnerships.model import Partnership
from shared import clock
from shared.audit import describe_act, nothing_done
from shared.contracts.course import CohortAdvanced, MembersMoved
from shared.http import Conflict, Invalid, Principal
from shared.ids import new_id
from shared.outbox import announce


async def dry_run_advance(
    session: AsyncSession,
    cohort_id: UUID,
    to: str,
    hold: Collection[UUID],
    ways: Sequence[HeldWay] = (),
) -> AdvancePlan:
    """Who would move, who would stay and why, and which messages would go. Changes nothing."""
    nothing_done(session)
    cohort = await lock_cohort(session, cohort_id)
    plan, _granted = await _plan(session, cohort, to, hold, ways)
    return plan


async def advance_cohort(
    session: AsyncSession,
    who: Principal,
    cohort_id: UUID,
    to: str,
    hold: Collection[UUID],
    seen: str | None,
    ways: Sequence[HeldWay] = (),
) -> tuple[AdvancePlan, Advance]:
    """Do what the dry run showed; if the situation has changed since it was `seen`, do nothing."""
    cohort = await lock_cohort(session, cohort_id)
    plan, granted = await _plan(session, cohort, to, hold, ways, lock=True)
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
    describe_act(session, detail=f"{advance.from_phase} {to} {advance.moved} {advance.held}")
    await session.flush()
    await _move(session, plan, advance)
    if to == "closed":
        await end_requests(session, [move.partnership_id for move in plan.moves])
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
            tells_held=to != "closed",
        ),
    )
    for notice in plan.notices:
        if notice.event == MembersMoved.type:
            await announce_moved(session, cohort, notice.person_ids)
    for held in granted:
        if held.way is not None:
            await extend(session, cohort.id, held.partnership_id, held.person_ids, held.way)
    return plan, advance


async def _plan(
    session: AsyncSession,
    cohort: Cohort,
    to: str,
    hold: Collection[UUID],
    ways: Sequence[HeldWay],
    *,
    lock: bool = False,
) -> tuple[AdvancePlan, list[Held]]:
    """The plan, and who of the held hears a last day by it."""
    if to not in next_phases(cohort.pace, cohort.phase):
        title = f"A {cohort.pace} cohort cannot go from {cohort.phase} to {to}."
        raise Conflict("phase-not-next", title)
    found = await situations(session, cohort.id, lock=lock)
    plan = plan_advance(
        cohort.phase,
        to,
        found,
        frozenset(hold) | {one.partnership_id for one in ways},
        clock.today(),
        cohort.course_starts_on,
        _checked(ways, found, to),
    )
    return plan, newly_granted(plan.held, found)


def _checked(ways: Sequence[HeldWay], found: Sequence[Situation], to: str) -> dict[UUID, Way]:
    """The ways that staff chose, once each of them is possible."""
    members = {one.partnership_id: len(one.person_ids) for one in found}
    errors, chosen = {}, {}
    for place, one in enumerate(ways):
        way = chosen[one.partnership_id] = Way(one.way, one.until)
        wrong = wrong_way(way, members.get(one.partnership_id, 0), clock.today())
        if wrong is not None:
            errors[f"/ways/{place}/{wrong[0]}"] = wrong[1]
        elif to != "closed":
            errors[f"/ways/{place}/way"] = "is for the close"
    if errors:
        raise Invalid(errors)
    return chosen


async def _move(session: AsyncSession, plan: AdvancePlan, advance: Advance) -> None:
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
    hold = [one.partnership_id for one in plan.held if one.why == "held_by_staff"]
    if hold:
        newly = await session.scalars(
            update(Partnership)
            .where(
                Partnership.cohort_id == advance.cohort_id,
                Partnership.id.in_(hold),
                Partnership.held_by_staff.is_(False),
            )
            .values(held_by_staff=True)
            .returning(Partnership.id)
            .execution_options(synchronize_session=False)
        )
        advance.newly_held = list(newly)
