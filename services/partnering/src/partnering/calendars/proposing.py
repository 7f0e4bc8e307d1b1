"""A teacher's entry of their region's holidays, which serves everybody there once staff confirm it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.actions import check_size, stretch_of
from partnering.calendars.joining import Holiday, difference, joined
from partnering.calendars.keeping import Calendar, Place, keep, load, lock_countries
from partnering.calendars.model import CalendarProposal, Decision
from partnering.calendars.queries import shown, shown_difference
from partnering.calendars.schemas import ProposalIn, ProposalOut
from partnering.classes.model import SchoolClass
from partnering.people.model import Person
from partnering.safety.contact import may_publish
from partnering.safety.limits import count_act
from partnering.schools.model import School
from shared import clock
from shared.contracts.partnering import CalendarDecided, CalendarProposed
from shared.http import Conflict, Forbidden, Invalid, NotFound, Principal
from shared.outbox import announce

MOST_OPEN = 5


async def propose_calendar(
    session: AsyncSession, who: Principal, new: ProposalIn
) -> CalendarProposal:
    """Single holidays of the region of a school where one teaches; only a recognised teacher."""
    if not who.verified:
        raise Forbidden("not-verified", "This is possible once staff have recognised you.")
    # Its words are read by everybody of the region once staff have confirmed them.
    await may_publish(session, who)
    await count_act(session, who.person_id, "calendars")
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
    first, last = _span(school.country, new)
    proposal = CalendarProposal(
        country=school.country,
        region=school.region,
        known_from=first,
        known_until=last,
        complete=new.complete_year is not None,
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
    """Confirm it, and its holidays join those of the region; or refuse it. Not one's own."""
    proposal = await session.get(CalendarProposal, proposal_id, with_for_update=True)
    if proposal is None:
        raise NotFound("This entry")
    if proposal.proposed_by == who.person_id:
        raise Forbidden("own-entry", "Somebody else confirms what you have entered.")
    proposal.decide(decision, who.person_id, clock.now())
    await session.flush()
    if decision == "accepted":
        await _apply(session, who, proposal)
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
    rows = (await session.execute(query.limit(100))).all()
    entered = await load(session, {proposal.country for proposal, _name in rows})
    return [_out(proposal, name or "", entered) for proposal, name in rows]


def _span(country: str, new: ProposalIn) -> tuple[date, date]:
    """The school year that is said to be complete, else the days that are named."""
    if new.complete_year is not None:
        return stretch_of(country, new.complete_year)
    return min(one.starts_on for one in new.holidays), max(one.ends_on for one in new.holidays)


async def _apply(session: AsyncSession, who: Principal, proposal: CalendarProposal) -> None:
    await lock_countries(session, {proposal.country})
    before = await load(session, {proposal.country})
    place = (proposal.country, proposal.region)
    calendar = before.get(place, Calendar("teacher"))
    now = replace(calendar, holidays=_joined(proposal, calendar))
    check_size(now.holidays)
    if proposal.complete:
        now = now.with_complete((proposal.known_from, proposal.known_until))
    await keep(session, who, "proposed", before, {place: now})


def _joined(proposal: CalendarProposal, calendar: Calendar) -> tuple[Holiday, ...]:
    return joined(calendar.holidays, _holidays(proposal), proposal.country)


def _holidays(proposal: CalendarProposal) -> list[Holiday]:
    return [
        Holiday(
            date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_on"]), one["name"]
        )
        for one in proposal.holidays
    ]


def _out(proposal: CalendarProposal, name: str, entered: dict[Place, Calendar]) -> ProposalOut:
    calendar = entered.get((proposal.country, proposal.region), Calendar("teacher"))
    found = difference(calendar.holidays, _joined(proposal, calendar), proposal.country)
    return ProposalOut.model_validate(
        {
            "id": proposal.id,
            "country": proposal.country,
            "region": proposal.region,
            "holidays": [shown(one) for one in _holidays(proposal)],
            **shown_difference(found),
            "complete_from": proposal.known_from if proposal.complete else None,
            "complete_until": proposal.known_until if proposal.complete else None,
            "source": proposal.source,
            "proposed_by_name": name,
            "proposed_at": proposal.proposed_at,
            "state": proposal.state,
        }
    )
