"""Opening a case: somebody was left alone, by silence, a partner who went or a block."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Text, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.matching.explanation import explain
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.rules import may_go_on
from partnering.rescue.ending import end_case
from partnering.rescue.model import RescueCase
from partnering.rescue.parted import kept_apart
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
    if await _closed(session, partnership.cohort_id):
        return
    present = set(partnership.person_ids)
    silent = [one for one in event.silent_person_ids if one in present]
    waiting = [one for one in event.waiting_person_ids if one in present]
    if silent:
        # Where all are silent nobody waits, and staff still have a case to look after.
        await open_case(session, partnership, waiting, silent)


async def follow_change(session: AsyncSession, partnership: Partnership) -> None:
    """Who sits in a locked partnership has changed, or who may write to whom, and its open case
    changes with it.

    Whoever is here and not silent waits. When those can go on together nobody is left alone, and
    the case is over; otherwise another repair is looked for. A case of whom all are silent goes on
    as long as somebody is here. Between whom contact is blocked, those cannot go on together.
    """
    case = await _open_case_of(session, partnership)
    if case is None:
        if partnership.state == "confirmed" and await kept_apart(session, partnership.person_ids):
            await open_case(session, partnership, partnership.person_ids)
        return
    active = [one for one in partnership.present if one.person_id not in case.silent_person_ids]
    facts = await facts_of(session, [member.enrolment_id for member in active])
    apart = await kept_apart(session, [member.person_id for member in active])
    on = not apart and may_go_on([facts[member.enrolment_id].country for member in active])
    if partnership.state != "confirmed" or not partnership.present or on:
        await end_case(session, partnership.id)
        await session.refresh(case)
        return
    case.waiting_person_ids = [member.person_id for member in active]
    case.apart_person_ids = apart
    case.silent_person_ids = [
        one for one in partnership.person_ids if one in case.silent_person_ids
    ]
    await propose(session, case)


async def _open_case_of(session: AsyncSession, partnership: Partnership) -> RescueCase | None:
    found: RescueCase | None = await session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership.id, RescueCase.state == "open")
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def _closed(session: AsyncSession, cohort_id: UUID) -> bool:
    phase = await session.scalar(select(Cohort.phase).where(Cohort.id == cohort_id))
    return phase == "closed"


async def open_case(
    session: AsyncSession,
    partnership: Partnership,
    waiting: Sequence[UUID],
    silent: Sequence[UUID] = (),
    *,
    parted: bool = False,
) -> RescueCase | None:
    """Note that somebody was left alone. A locked partnership has one open case at most.

    In a closed cohort nobody gets a new partner any more. Of a block staff hear when contact is
    paused, and whoever is `parted` hears that from those who do it.
    """
    if await _closed(session, partnership.cohort_id):
        return None
    case = await _open_case_of(session, partnership)
    # Where somebody who was silent has gone now, those who stay and staff hear of that, too.
    gone = case is not None and bool(case.silent_person_ids) and not silent
    opened = case is None or gone or case.kind == "contact_paused"
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
    elif gone:
        case.opened_at = clock.now()
    case.waiting_person_ids = list(waiting)
    case.silent_person_ids = list(silent)
    case.apart_person_ids = await kept_apart(session, waiting)
    await session.flush()
    await propose(session, case)
    if opened and not silent and not parted and not case.apart_person_ids:
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


async def open_for_left_alone(session: AsyncSession, cohort_id: UUID) -> None:
    """A closed cohort goes on: partners went or blocked each other meanwhile, and nobody may open a
    case then. A block that was taken back meanwhile leaves none open."""
    in_need = select(RescueCase.partnership_id).where(
        RescueCase.cohort_id == cohort_id, RescueCase.state == "open"
    )
    found = await session.scalars(
        with_members()
        .where(
            Partnership.cohort_id == cohort_id,
            Partnership.state == "confirmed",
            or_(
                Partnership.members.any(Member.left_at.is_not(None)),
                Partnership.contact_paused_at.is_not(None),
                Partnership.id.in_(in_need),
            ),
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    for partnership in found.all():
        await follow_change(session, partnership)
        facts = await facts_of(session, [one.enrolment_id for one in partnership.present])
        if may_go_on([one.country for one in facts.values()]):
            continue
        if await _open_case_of(session, partnership) is None:
            await open_case(session, partnership, partnership.person_ids)


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


async def drop_proposals_with(session: AsyncSession, person_id: UUID) -> None:
    """Contact of this person has changed: proposals that count on them are looked for anew."""
    theirs = await session.scalars(select(Enrolment.id).where(Enrolment.person_id == person_id))
    named = [str(one) for one in theirs]
    found = await session.scalars(
        select(RescueCase)
        .where(
            RescueCase.state == "open",
            RescueCase.proposal["group"].has_any(cast(named, ARRAY(Text))),
        )
        .order_by(RescueCase.id)
        .with_for_update()
    )
    for case in found.all():
        case.proposal, case.looked_at = None, case.opened_at - LOOK_EVERY
    await session.flush()


async def _still_good(session: AsyncSession, case: RescueCase) -> bool:
    """A proposal holds while its newcomer is free, or still sits where they wait, and a pair that
    would take a third is well."""
    if case.proposal is None:
        return False
    if case.proposal["kind"] == "third_seat":
        target = UUID(case.proposal["partnership_id"])
        if target not in {one.partnership_id for one in await third_seats(session, case)}:
            return False
    status = await session.scalar(
        select(Enrolment.status).where(Enrolment.id == UUID(case.proposal["enrolment_id"]))
    )
    return status == ("free" if case.proposal["kind"] == "spare" else "partnered")


async def propose(session: AsyncSession, case: RescueCase) -> None:
    """Look for the best repair now; none is an honest answer too."""
    case.proposal, case.looked_at = None, clock.now()
    alone = await stranded(session, case)
    # Somebody who joined two without contact would not help them: staff part those first.
    if alone.waiting and case.kind == "left_alone":
        # Everybody who could help is tried: aside, so that others are answered meanwhile.
        found = await asyncio.to_thread(
            repair,
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
