"""Rows of partnerships put into the shape of their responses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.facts import MemberFacts, facts_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.rules import starters
from partnering.partnerships.schemas import MemberOut, PartnershipOut, PartnershipSummary
from partnering.partnerships.why import told, why
from partnering.people.queries import blocked_with
from partnering.safety.queries import frozen_among
from shared import clock
from shared.http import Principal


async def summaries(
    session: AsyncSession, who: Principal, partnerships: Sequence[Partnership]
) -> list[PartnershipSummary]:
    everybody = [member.enrolment_id for each in partnerships for member in each.members]
    facts = await facts_of(session, everybody)
    paused = await _paused(session, who, partnerships)
    return [PartnershipSummary(**_summary(who, each, facts, paused)) for each in partnerships]


async def full(session: AsyncSession, who: Principal, partnership: Partnership) -> PartnershipOut:
    facts = await facts_of(session, [member.enrolment_id for member in partnership.members])
    present = [facts[member.enrolment_id] for member in partnership.present]
    ids = [member.enrolment_id for member in partnership.company]
    # Told anew where somebody joined whom the explanation did not know yet.
    explained = told(partnership.explanation, ids)
    if partnership.is_open and len(explained.get("pairs", ())) < len(ids) * (len(ids) - 1) // 2:
        explained = told(await why(session, ids), ids)
    return PartnershipOut(
        **_summary(who, partnership, facts, await _paused(session, who, [partnership])),
        ended_at=partnership.ended_at,
        end_reason=partnership.end_reason,
        explanation=explained,
        starters=starters(
            [set(one.subjects) for one in present],
            [set(one.topics) for one in present],
            [one.calendar_known for one in present],
        ),
    )


async def _paused(
    session: AsyncSession, who: Principal, partnerships: Sequence[Partnership]
) -> set[UUID]:
    """Those in which the reader cannot write; of those of others, in which any member cannot."""
    frozen = await frozen_among(session, {one for each in partnerships for one in each.person_ids})
    blocked = await blocked_with(session, who.person_id)
    found = set()
    for each in partnerships:
        group = set(each.person_ids)
        if each.last_seat_of(who.person_id) is None:
            paused = each.contact_paused_at is not None
        else:
            paused = bool(group & (frozen | blocked))
        if paused:
            found.add(each.id)
    return found


def _summary(
    who: Principal, partnership: Partnership, facts: dict[Any, MemberFacts], paused: set[UUID]
) -> dict[str, Any]:
    seat = partnership.last_seat_of(who.person_id)
    return {
        "id": partnership.id,
        "cohort_id": partnership.cohort_id,
        "state": partnership.state,
        "phase": partnership.phase,
        "origin": partnership.origin,
        "language": partnership.language,
        "reply_by": partnership.reply_by if partnership.state == "handshake" else None,
        "your_answer": seat.answer if seat else None,
        "confirmed_at": partnership.confirmed_at,
        "created_at": partnership.created_at,
        "members": [_member(who, each, facts[each.enrolment_id]) for each in partnership.members],
        "contact_paused": partnership.id in paused,
    }


def _member(who: Principal, member: Member, facts: MemberFacts) -> MemberOut:
    return MemberOut(
        enrolment_id=member.enrolment_id,
        person_id=member.person_id,
        name=facts.person_name,
        you=member.person_id == who.person_id,
        present=bool(member.seated),
        class_name=facts.class_name,
        subjects=list(facts.subjects),
        pupils_age_from=facts.pupils_age_from,
        pupils_age_to=facts.pupils_age_to,
        class_size=facts.size,
        school_name=facts.school_name,
        place=facts.place,
        country=facts.country,
        zone=facts.zone,
        local_time=clock.now().astimezone(ZoneInfo(facts.zone)),
        calendar_known=facts.calendar_known,
        answer=member.answer,
    )
