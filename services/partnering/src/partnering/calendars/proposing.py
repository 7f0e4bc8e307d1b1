"""A teacher's entry of their region's holidays, which serves everybody there once staff confirm it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.actions import replace_calendar
from partnering.calendars.files import Row
from partnering.calendars.model import CalendarProposal, Decision
from partnering.calendars.schemas import HolidayIO, ProposalIn, ProposalOut
from partnering.classes.model import SchoolClass
from partnering.people.model import Person
from partnering.schools.model import School
from shared import clock
from shared.contracts.partnering import CalendarDecided, CalendarProposed
from shared.http import Conflict, Forbidden, Invalid, NotFound, Principal
from shared.outbox import announce

MOST_OPEN = 5


async def propose_calendar(
    session: AsyncSession, who: Principal, new: ProposalIn
) -> CalendarProposal:
    """Only for the region of a school where one teaches; only a recognised teacher."""
    if not who.verified:
        raise Forbidden("not-verified", "This is possible once staff have recognised you.")
    school = await session.scalar(
        select(School)
        .join(SchoolClass, SchoolClass.school_id == School.id)
        .where(School.id == new.school_id, SchoolClass.person_id == who.person_id)
        .limit(1)
    )
    if school is None:
        raise Invalid({"/school_id": "is not a school of one of your classes"})
    waiting = await session.scalars(
        select(CalendarProposal)
        .where(CalendarProposal.proposed_by == who.person_id, CalendarProposal.state == "open")
        .with_for_update()
    )
    mine = waiting.all()
    if len(mine) >= MOST_OPEN:
        raise Conflict("too-many-proposals", "Some of your entries still wait for staff.")
    proposal = CalendarProposal(
        country=school.country,
        region=school.region,
        known_from=new.known_from,
        known_until=new.known_until,
        holidays=[
            {"name": one.name, "starts_on": str(one.starts_on), "ends_on": str(one.ends_on)}
            for one in new.holidays
        ],
        source=new.source,
        proposed_by=who.person_id,
        proposed_at=clock.now(),
        state="open",
    )
    session.add(proposal)
    await session.flush()
    await announce(
        session,
        CalendarProposed(
            proposal_id=proposal.id,
            proposed_by=who.person_id,
            country=proposal.country,
            region=proposal.region,
        ),
    )
    return proposal


async def decide_proposal(
    session: AsyncSession, who: Principal, proposal_id: UUID, decision: Decision
) -> CalendarProposal:
    """Confirm it, and the region's calendar is what the teacher wrote; or refuse it. Not one's own."""
    proposal = await session.get(CalendarProposal, proposal_id, with_for_update=True)
    if proposal is None:
        raise NotFound("This entry")
    if proposal.proposed_by == who.person_id:
        raise Forbidden("own-entry", "Somebody else confirms what you have entered.")
    proposal.decide(decision, who.person_id, clock.now())
    await session.flush()
    if decision == "accepted":
        await replace_calendar(
            session,
            who,
            (proposal.country, proposal.region),
            (proposal.known_from, proposal.known_until),
            [
                Row(
                    proposal.country,
                    proposal.region,
                    one["name"],
                    date.fromisoformat(one["starts_on"]),
                    date.fromisoformat(one["ends_on"]),
                )
                for one in proposal.holidays
            ],
            "teacher",
        )
    await announce(
        session,
        CalendarDecided(
            proposal_id=proposal.id,
            proposed_by=proposal.proposed_by,
            country=proposal.country,
            region=proposal.region,
            decision=decision,
        ),
    )
    return proposal


async def proposals(session: AsyncSession, *, mine: UUID | None = None) -> list[ProposalOut]:
    """Those that wait for staff, oldest first; or everything one person entered, newest first."""
    query = select(CalendarProposal, Person.name).outerjoin(
        Person, Person.id == CalendarProposal.proposed_by
    )
    if mine is None:
        query = query.where(CalendarProposal.state == "open").order_by(CalendarProposal.id)
    else:
        query = query.where(CalendarProposal.proposed_by == mine)
        query = query.order_by(CalendarProposal.id.desc())
    rows = await session.execute(query.limit(100))
    return [_out(proposal, name or "") for proposal, name in rows]


def _out(proposal: CalendarProposal, name: str) -> ProposalOut:
    holidays: Sequence[HolidayIO] = [HolidayIO.model_validate(one) for one in proposal.holidays]
    return ProposalOut.model_validate(
        {
            "id": proposal.id,
            "country": proposal.country,
            "region": proposal.region,
            "known_from": proposal.known_from,
            "known_until": proposal.known_until,
            "holidays": holidays,
            "source": proposal.source,
            "proposed_by_name": name,
            "proposed_at": proposal.proposed_at,
            "state": proposal.state,
        }
    )
