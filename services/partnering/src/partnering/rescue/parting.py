"""Two partners without contact: their case, and the act of staff that parts them."""

from collections.abc import Sequence
from itertools import combinations
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.cohorts.model import Cohort
from partnering.enrolments.candidates import candidates
from partnering.partnerships.actions import (
    dissolve,
    give_up_seats,
    lock_enrolments,
    members_changed,
)
from partnering.partnerships.admitting import require_running
from partnering.partnerships.contact import settle_contact
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.rules import may_go_on
from partnering.people.model import Block
from partnering.people.queries import blocks_among
from partnering.rescue.cases import AT_ONCE, follow_change, open_case
from partnering.rescue.model import RescueCase
from partnering.rescue.queries import case_for
from partnering.rescue.rules import points_of
from partnering.safety.queries import frozen_among
from shared import clock
from shared.audit import describe_act
from shared.contracts.partings import PartnershipParted
from shared.contracts.partnering import RescueReady
from shared.http import Conflict, Principal
from shared.outbox import announce


async def follow_contact_between(session: AsyncSession, one: UUID, other: UUID) -> None:
    """A block of these two was made or taken back: where both sit, a case opens or closes."""
    theirs = select(Member.partnership_id).where(Member.person_id == other, Member.seated.is_(True))
    found = await session.scalars(
        with_members()
        .where(
            Partnership.members.any((Member.person_id == one) & Member.seated.is_(True)),
            Partnership.id.in_(theirs),
            Partnership.state == "confirmed",
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    for partnership in found.all():
        await follow_change(session, partnership)


async def help_those_without_contact(session: AsyncSession) -> int:
    """Tick: partners who blocked each other before blocks had cases get theirs, once.

    Whoever has had such a case is left to staff, who may have closed it.
    """
    one, other = aliased(Member), aliased(Member)
    known = select(RescueCase.partnership_id).where(
        func.cardinality(RescueCase.apart_person_ids) > 0
    )
    blocked = exists().where(
        one.partnership_id == Partnership.id,
        other.partnership_id == Partnership.id,
        one.seated.is_(True),
        other.seated.is_(True),
        Block.person_id == one.person_id,
        Block.blocked_id == other.person_id,
    )
    found = await session.scalars(
        with_members()
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Cohort.phase != "closed",
            Partnership.state == "confirmed",
            Partnership.id.not_in(known),
            blocked,
        )
        .order_by(Partnership.id)
        .limit(AT_ONCE)
        .with_for_update(of=Partnership, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    partnerships = found.all()
    for partnership in partnerships:
        await settle_contact(session, partnership)
        await follow_change(session, partnership)
    return len(partnerships)


async def part_partners(session: AsyncSession, who: Principal, case_id: UUID) -> RescueCase:
    """Part those between whom contact is blocked. Nobody hears who blocked.

    Two of three go on together when no block is between them and they span two countries. Whoever
    is parted is free again where partners are still sought. Later they get a case of their own, as
    anybody whose partner has left. The silent leave, as in every repair.
    """
    case = await case_for(session, who, case_id)
    await require_running(session, case.partnership_id)
    partnership = await _locked(session, case.partnership_id)
    case = await case_for(session, who, case_id, lock=True)
    if case.state != "open":
        raise Conflict("rescue-decided", "This rescue is already decided.")
    if case.kind != "contact_paused" or partnership.state != "confirmed":
        raise Conflict("nothing-to-part", "Contact between these partners is not blocked.")
    describe_act(session, about={*case.waiting_person_ids, *case.silent_person_ids})
    case.state, case.decided_by, case.decided_at = "applied", who.person_id, clock.now()
    silent = [one for one in partnership.present if one.person_id in case.silent_person_ids]
    await give_up_seats(session, partnership, silent, how="put_out")
    staying = await _stay_together(session, partnership)
    going = [one for one in partnership.present if one not in staying]
    if staying:
        case.apart_person_ids = await _parted_from(session, going[0], case)
        await _set_free(session, partnership, going)
        left = [one.person_id for one in (*silent, *going)]
        await announce(session, await members_changed(session, partnership, left=left))
    else:
        await dissolve(session, partnership, "parted")
    await announce(
        session,
        PartnershipParted(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(case.waiting_person_ids),
            parted_person_ids=tuple(one.person_id for one in going),
        ),
    )
    if partnership.phase != "partnering":
        for one in going:
            await _wait_for_partner(session, partnership, one)
    return case


async def _locked(session: AsyncSession, partnership_id: UUID) -> Partnership:
    found = await session.scalars(
        with_members()
        .where(Partnership.id == partnership_id)
        .with_for_update(of=Partnership)
        .execution_options(populate_existing=True)
    )
    return found.one()


async def _stay_together(session: AsyncSession, partnership: Partnership) -> Sequence[Member]:
    """The two of three who go on: rather those who may write, then those who fit best.

    Who blocked whom has no part in it.
    """
    blocks = await blocks_among(session, partnership.person_ids)
    frozen = await frozen_among(session, partnership.person_ids)
    found = await candidates(session, [one.enrolment_id for one in partnership.present])
    by_id = {one.enrolment_id: one for one in found}

    def good(pair: Sequence[Member]) -> tuple[bool, int]:
        return (
            not any(one.person_id in frozen for one in pair),
            points_of([by_id[one.enrolment_id] for one in pair]),
        )

    fitting = [
        pair
        for pair in combinations(partnership.present, 2)
        if pair[1].person_id not in blocks.get(pair[0].person_id, set())
        and may_go_on([by_id[one.enrolment_id].country for one in pair])
    ]
    return max(fitting, key=good, default=())


async def _parted_from(session: AsyncSession, seat: Member, case: RescueCase) -> list[UUID]:
    """The one who goes, and the first of those who stay with whom they have no contact."""
    blocks = (await blocks_among(session, [seat.person_id])).get(seat.person_id, set())
    return [seat.person_id, *[one for one in case.apart_person_ids if one in blocks][:1]]


async def _set_free(
    session: AsyncSession, partnership: Partnership, going: Sequence[Member]
) -> None:
    now = clock.now()
    for one in going:
        one.stand_up(now)
    await session.flush()
    for enrolment in await lock_enrolments(session, [one.enrolment_id for one in going]):
        enrolment.status = "free"
    await settle_contact(session, partnership)


async def _wait_for_partner(session: AsyncSession, old: Partnership, seat: Member) -> None:
    """A partnership of their own that a newcomer joins. Other services hear of it only then."""
    now = clock.now()
    alone = Partnership(
        cohort_id=old.cohort_id,
        state="confirmed",
        origin="rescue",
        language=old.language,
        reply_by=now,
        created_at=now,
        confirmed_at=now,
        members=[
            Member(
                enrolment_id=seat.enrolment_id,
                person_id=seat.person_id,
                position=0,
                seated=True,
                answer="confirmed",
                answered_at=now,
                joined_at=now,
            )
        ],
    )
    session.add(alone)
    for enrolment in await lock_enrolments(session, [seat.enrolment_id]):
        enrolment.seat()
    await session.flush()
    case = await open_case(session, alone, [seat.person_id], parted=True)
    if case is not None and case.proposal is not None:
        await announce(
            session,
            RescueReady(
                case_id=case.id,
                partnership_id=alone.id,
                cohort_id=alone.cohort_id,
                waiting_person_ids=(seat.person_id,),
            ),
        )
