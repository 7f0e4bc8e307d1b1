"""Acts of staff on a rescue: look again, apply the repair with one click, or close the case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.actions import (
    confirmed,
    give_up_seats,
    lock_enrolments,
    members_changed,
)
from partnering.partnerships.admitting import admission_of, require_running
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.rescue.cases import follow_change, propose
from partnering.rescue.model import RescueCase
from partnering.rescue.queries import case_for
from shared import clock
from shared.audit import describe_act
from shared.contracts.partnering import PartnershipDissolved
from shared.http import Conflict, Principal
from shared.outbox import announce


async def look_again(session: AsyncSession, who: Principal, case_id: UUID) -> RescueCase:
    """Another proposal, with whoever is free now."""
    case = await case_for(session, who, case_id, lock=True)
    _require_open(case)
    describe_act(session, about=_people_of(case))
    await propose(session, case)
    return case


async def close_case(session: AsyncSession, who: Principal, case_id: UUID, note: str) -> RescueCase:
    """Nothing needs repair any more: the silent one came back, or staff found another way."""
    case = await case_for(session, who, case_id, lock=True)
    _require_open(case)
    describe_act(session, about=_people_of(case))
    _decide(case, who, "closed")
    case.note = note
    await session.flush()
    return case


async def apply_rescue(session: AsyncSession, who: Principal, case_id: UUID) -> RescueCase:
    """Carry the proposal out: the silent go, the newcomer or third seat is taken, work is kept.

    Touches only the partnerships of the proposal. When the newcomer is no longer free, somebody
    else sits there by now, or a hard rule has come between them, it refuses, and staff look again.
    """
    at = await session.scalar(select(RescueCase.partnership_id).where(RescueCase.id == case_id))
    if at is not None:
        await require_running(session, at)
    case = await case_for(session, who, case_id, lock=True)
    _require_open(case)
    if case.proposal is None:
        raise Conflict("nothing-proposed", "Nobody fits yet; look again later.")
    mover, target_id = UUID(case.proposal["enrolment_id"]), UUID(case.proposal["partnership_id"])
    partnerships = await _locked(session, case, mover, target_id)
    target = partnerships.get(target_id)
    if target is None or target.state != "confirmed":
        raise _outdated()
    here = partnerships[case.partnership_id]
    if here.state != "confirmed" or set(here.person_ids) != _people_of(case):
        raise _outdated()
    silent = await _silent_leave(session, case, here)
    await _move(session, partnerships, mover, target)
    await _require_admission(session, case, target)
    _decide(case, who, "applied")
    await session.flush()
    await follow_change(session, target)
    joined = next(one.person_id for one in target.present if one.enrolment_id == mover)
    describe_act(session, about={*_people_of(case), joined})
    if target.origin == "rescue" and len(target.members) == 2:
        # Whoever was parted sat here alone until now, and other services have never heard of it.
        await announce(session, await confirmed(session, target, who.person_id))
        return case
    await announce(
        session,
        await members_changed(
            session,
            target,
            joined=[joined],
            left=silent if target.id == case.partnership_id else (),
        ),
    )
    return case


async def _locked(
    session: AsyncSession, case: RescueCase, mover: UUID, target_id: UUID
) -> dict[UUID, Partnership]:
    """The partnerships the repair touches, locked in the order of their ids."""
    movers = select(Member.partnership_id).where(
        Member.enrolment_id == mover, Member.seated.is_(True)
    )
    found = await session.scalars(
        with_members()
        .where(Partnership.id.in_((case.partnership_id, target_id)) | Partnership.id.in_(movers))
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in found}


async def _silent_leave(
    session: AsyncSession, case: RescueCase, partnership: Partnership
) -> Sequence[UUID]:
    silent = [one for one in partnership.present if one.person_id in case.silent_person_ids]
    await give_up_seats(session, partnership, silent, how="put_out")
    return [one.person_id for one in silent]


async def _move(
    session: AsyncSession,
    partnerships: dict[UUID, Partnership],
    mover: UUID,
    target: Partnership,
) -> None:
    """Seat the mover in the target; a partnership that is empty then has been rescued."""
    (enrolment,) = await lock_enrolments(session, [mover])
    now = clock.now()
    if enrolment.status == "free":
        enrolment.seat()
    else:
        left = [
            (each, seat)
            for each in partnerships.values()
            for seat in each.present
            if seat.enrolment_id == mover and each.id != target.id
        ]
        if enrolment.status != "partnered" or not left:
            raise _outdated()
        for each, seat in left:
            await _rescued(session, each, seat)
    target.members.append(
        Member(
            partnership_id=target.id,
            enrolment_id=mover,
            person_id=enrolment.person_id,
            position=len(target.members),
            seated=True,
            answer="confirmed",
            answered_at=now,
            joined_at=now,
        )
    )
    await session.flush()


async def _require_admission(session: AsyncSession, case: RescueCase, target: Partnership) -> None:
    """All hard rules for those who are together now, and for a third seat that it is still offered."""
    together = [one.enrolment_id for one in target.present]
    admission = await admission_of(session, together)
    why = admission.refusal(together)
    if why is not None:
        raise _outdated(why)
    if case.proposal is None or case.proposal["kind"] != "third_seat":
        return
    *hosts, _ = together
    if target.troubles or target.contact_paused_at is not None:
        raise _outdated("third_seat_not_well")
    if len(hosts) != 2 or not all(admission.people[one].willing_third for one in hosts):
        raise _outdated("third_seat_withdrawn")


async def _rescued(session: AsyncSession, partnership: Partnership, seat: Member) -> None:
    """The one who waited goes on elsewhere; what is left of their old partnership ends."""
    person_ids = partnership.person_ids
    now = clock.now()
    open_case = await session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership.id, RescueCase.state == "open")
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    # Nobody but the silent may be put out of a partnership that the waiting one leaves.
    if open_case is None or not set(person_ids) <= _people_of(open_case):
        raise _outdated()
    if {seat.person_id} != set(open_case.waiting_person_ids):
        raise _outdated()
    seat.stand_up(now)
    await give_up_seats(session, partnership, partnership.present, how="put_out")
    partnership.dissolve("rescued", now)
    open_case.state, open_case.decided_at = "applied", now
    await session.flush()
    await announce(
        session,
        PartnershipDissolved(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=person_ids,
            reason="rescued",
        ),
    )


def _decide(case: RescueCase, who: Principal, state: str) -> None:
    case.state, case.decided_by, case.decided_at = state, who.person_id, clock.now()


def _require_open(case: RescueCase) -> None:
    if case.state != "open":
        raise Conflict("rescue-decided", "This rescue is already decided.")


def _people_of(case: RescueCase) -> set[UUID]:
    return {*case.waiting_person_ids, *case.silent_person_ids}


def _outdated(why: str = "changed") -> Conflict:
    return Conflict("proposal-outdated", "Things have changed meanwhile; look again.", why=why)
