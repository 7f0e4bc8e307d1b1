"""Opening a case: somebody was left alone, by silence or because their partner went."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Enrolment
from partnering.matching.explanation import explain
from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.rescue.model import RescueCase
from partnering.rescue.queries import other_cases, spares, stranded, third_seats
from partnering.rescue.rules import CONDITIONS, WEIGHTS, repair
from shared import clock
from shared.contracts.course import PartnershipStranded
from shared.contracts.partnering import RescueOpened, RescueReady
from shared.outbox import announce

LOOK_EVERY = timedelta(hours=1)
AT_ONCE = 20


async def rescue_stranded(session: AsyncSession, event: PartnershipStranded) -> None:
    """A partner stayed silent past every reminder: prepare a repair for staff to apply."""
    partnership = await session.scalar(
        with_members().where(Partnership.id == event.partnership_id).with_for_update(of=Partnership)
    )
    if partnership is None or partnership.state != "confirmed":
        return
    present = set(partnership.person_ids)
    silent = [one for one in event.silent_person_ids if one in present]
    waiting = [one for one in event.waiting_person_ids if one in present]
    if silent and waiting:
        await open_case(session, partnership, waiting, silent)


async def open_case(
    session: AsyncSession,
    partnership: Partnership,
    waiting: Sequence[UUID],
    silent: Sequence[UUID] = (),
) -> RescueCase:
    """Note that somebody was left alone. A locked partnership has one open case at most."""
    case = await session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership.id, RescueCase.state == "open")
        .with_for_update()
    )
    opened = case is None
    if case is None:
        case = RescueCase(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            state="open",
            opened_at=clock.now(),
            looked_at=clock.now(),
            waiting_person_ids=list(waiting),
            silent_person_ids=list(silent),
        )
        session.add(case)
    case.waiting_person_ids = list(waiting)
    case.silent_person_ids = list(silent)
    await session.flush()
    await propose(session, case)
    if opened and not silent:
        # Of silence the course has told staff already; of somebody's leaving nobody has.
        await announce(
            session,
            RescueOpened(
                case_id=case.id,
                partnership_id=case.partnership_id,
                cohort_id=case.cohort_id,
                waiting_person_ids=tuple(case.waiting_person_ids),
                ready=case.proposal is not None,
            ),
        )
    return case


async def look_for_repairs(session: AsyncSession) -> int:
    """Tick: whoever joined since may be the repair that a case waits for; staff hear of it."""
    now = clock.now()
    due = await session.scalars(
        select(RescueCase)
        .where(RescueCase.state == "open", RescueCase.looked_at <= now - LOOK_EVERY)
        .order_by(RescueCase.looked_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    cases = due.all()
    for case in cases:
        if await _still_good(session, case):
            case.looked_at = now
            continue
        await propose(session, case)
        if case.proposal is not None:
            await announce(
                session,
                RescueReady(
                    case_id=case.id,
                    partnership_id=case.partnership_id,
                    cohort_id=case.cohort_id,
                    waiting_person_ids=tuple(case.waiting_person_ids),
                ),
            )
    await session.flush()
    return len(cases)


async def _still_good(session: AsyncSession, case: RescueCase) -> bool:
    """A proposal holds while its newcomer is free, or still sits where they wait."""
    if case.proposal is None:
        return False
    status = await session.scalar(
        select(Enrolment.status).where(Enrolment.id == UUID(case.proposal["enrolment_id"]))
    )
    return status == ("free" if case.proposal["kind"] == "spare" else "partnered")


async def propose(session: AsyncSession, case: RescueCase) -> None:
    """Look for the best repair now; none is an honest answer too."""
    case.proposal, case.looked_at = None, clock.now()
    alone = await stranded(session, case)
    if alone.waiting:
        found = repair(
            alone,
            await other_cases(session, case),
            await spares(session, case.cohort_id),
            await third_seats(session, case),
        )
        if found is not None:
            explanation = explain(found.group, WEIGHTS, CONDITIONS)
            case.proposal = {
                "kind": found.kind,
                "enrolment_id": str(found.mover.enrolment_id),
                "partnership_id": str(found.partnership_id),
                "group": [str(one.enrolment_id) for one in found.group],
                "points": explanation["total"],
                "explanation": explanation,
            }
    await session.flush()
