"""Reads of rescues: the cases of a cohort, and what a repair may use."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import all_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.candidates import candidates, free_candidates
from partnering.fit.rules import Candidate
from partnering.partnerships.facts import facts_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.ties import require_untied
from partnering.people.queries import people_by_id
from partnering.rescue.model import RescueCase
from partnering.rescue.rules import Stranded, ThirdSeat
from partnering.rescue.schemas import Proposal, RescueOut
from partnering.safety.queries import frozen_among
from shared.http import NotFound, Page, Permission, Principal, page_of


async def case_for(
    session: AsyncSession, who: Principal, case_id: UUID, *, lock: bool = False
) -> RescueCase:
    """For the cohort's staff, and never for somebody who is part of it."""
    case = await session.get(
        RescueCase, case_id, with_for_update=lock or None, populate_existing=lock
    )
    if case is None or not who.may(Permission.HANDLE_RESCUES, case.cohort_id):
        raise NotFound("This rescue")
    await require_untied(session, who, [*case.waiting_person_ids, *case.silent_person_ids])
    return case


async def cases_in(
    session: AsyncSession, who: Principal, cohort_id: UUID, state: str | None, cursor: str | None
) -> Page[RescueOut]:
    query = select(RescueCase).where(
        RescueCase.cohort_id == cohort_id,
        literal(who.person_id) != all_(RescueCase.waiting_person_ids),
        literal(who.person_id) != all_(RescueCase.silent_person_ids),
    )
    if state is not None:
        query = query.where(RescueCase.state == state)
    found, after = await page_of(session, query, key=RescueCase.id, cursor=cursor)
    return Page(items=[await describe(session, one) for one in found], next_cursor=after)


async def describe(session: AsyncSession, case: RescueCase) -> RescueOut:
    people = await people_by_id(session, [*case.waiting_person_ids, *case.silent_person_ids])

    troubles = await session.scalar(
        select(Partnership.troubles).where(Partnership.id == case.partnership_id)
    )

    def names(ids: Sequence[UUID]) -> list[str]:
        return [people[one].name for one in ids if one in people]

    return RescueOut.model_validate(
        {
            "id": case.id,
            "cohort_id": case.cohort_id,
            "partnership_id": case.partnership_id,
            "kind": case.kind,
            "state": case.state,
            "waiting": names(case.waiting_person_ids),
            "silent": names(case.silent_person_ids),
            "cause": "must_stop" if "stopping" in (troubles or ()) else "silence",
            "apart": names(case.apart_person_ids),
            "proposal": await _proposal(session, case),
            "opened_at": case.opened_at,
            "decided_at": case.decided_at,
            "note": case.note,
        }
    )


async def _proposal(session: AsyncSession, case: RescueCase) -> Proposal | None:
    if case.proposal is None:
        return None
    together = [UUID(one) for one in case.proposal["group"]]
    facts = await facts_of(session, together)
    return Proposal.model_validate(
        {
            **case.proposal,
            "person_names": [facts[one].person_name for one in together if one in facts],
            "countries": [facts[one].country for one in together if one in facts],
        }
    )


async def stranded(session: AsyncSession, case: RescueCase) -> Stranded:
    """Those who wait in a case, as the rules see them."""
    ids = await session.scalars(
        select(Member.enrolment_id).where(
            Member.partnership_id == case.partnership_id,
            Member.seated.is_(True),
            Member.person_id.in_(case.waiting_person_ids),
        )
    )
    found = await candidates(session, ids.all())
    frozen = await frozen_among(session, [one.person_id for one in found])
    # A repair never proposes somebody whose contact is frozen, also not those who wait themselves.
    return Stranded(case.partnership_id, tuple(one for one in found if one.person_id not in frozen))


async def other_cases(session: AsyncSession, case: RescueCase) -> list[Stranded]:
    found = await session.scalars(
        select(RescueCase).where(
            RescueCase.cohort_id == case.cohort_id,
            RescueCase.state == "open",
            # Whoever sits with somebody they have no contact with moves when staff part them.
            func.cardinality(RescueCase.apart_person_ids) == 0,
            RescueCase.id != case.id,
        )
    )
    cases = [await stranded(session, one) for one in found.all()]
    return [one for one in cases if one.waiting]


async def spares(session: AsyncSession, cohort_id: UUID) -> list[Candidate]:
    """Whoever is free, verified and may be contacted."""
    free = await free_candidates(session, cohort_id)
    ids = [one.person_id for one in free]
    frozen = await frozen_among(session, ids)
    people = await people_by_id(session, ids)
    return [
        one
        for one in free
        if one.person_id not in frozen
        and (person := people.get(one.person_id)) is not None
        and person.verified
    ]


async def third_seats(session: AsyncSession, case: RescueCase) -> list[ThirdSeat]:
    """Confirmed pairs of the cohort that are well, both of whom offered a third seat.

    Not well is who has not been in touch, has to stop, waits for help, is late with a report, or
    has a case of their own: somebody who lost a partner is not put there to lose another.
    """
    in_need = select(RescueCase.partnership_id).where(RescueCase.state == "open")
    seats = (
        select(func.count())
        .where(Member.partnership_id == Partnership.id, Member.seated.is_(True))
        .scalar_subquery()
    )
    pairs = (
        await session.scalars(
            with_members().where(
                Partnership.cohort_id == case.cohort_id,
                Partnership.state == "confirmed",
                Partnership.contact_paused_at.is_(None),
                func.cardinality(Partnership.troubles) == 0,
                Partnership.id.not_in(in_need),
                seats == 2,
            )
        )
    ).all()
    everybody = [member.enrolment_id for pair in pairs for member in pair.present]
    by_id = {one.enrolment_id: one for one in await candidates(session, everybody)}
    frozen = await frozen_among(session, [one.person_id for one in by_id.values()])
    found = [
        ThirdSeat(pair.id, tuple(by_id[member.enrolment_id] for member in pair.present))
        for pair in pairs
    ]
    return [
        seat
        for seat in found
        if all(one.willing_third and one.person_id not in frozen for one in seat.members)
    ]
