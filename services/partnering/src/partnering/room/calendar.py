"""The common calendar of one room: the pure rules fed with its members' schools."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.partnerships.facts import MemberFacts
from partnering.room.access import entered, present_facts, school_weeks
from partnering.room.queries import local_times
from partnering.room.rules import (
    Week,
    clock_shifts,
    common_weeks,
    from_now_on,
    timetable_known,
)
from partnering.room.schemas import CalendarOut, ShiftOut, SlotOut, TurnOut, WeekOut
from partnering.room.turns import Turn, turns
from shared import clock
from shared.http import Principal

WEEKS = 10
TURNS = 4


async def common_calendar(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> CalendarOut:
    """Ten weeks from this week, or from the course's start while that is still ahead.

    Hours that are over are not offered. A week whose common hours are over had some, so that nobody
    is asked to bend their day for it.
    """
    partnership = await entered(session, who, partnership_id)
    members = await present_facts(session, partnership)
    schools = school_weeks(members)
    cohort = await session.get(Cohort, partnership.cohort_id)
    first = _first_day(cohort)
    weeks = common_weeks(schools, first, WEEKS)
    last = weeks[0].monday + timedelta(days=7 * WEEKS)
    known = timetable_known(schools)
    return CalendarOut(
        members=[
            {
                "person_id": str(one.person_id),
                "name": one.person_name,
                "country": one.country,
                "zone": one.zone,
                "calendar_known": one.calendar_known,
                "timetable_known": bool(one.availability),
            }
            for one in members
        ],
        timetable_known=known,
        weeks=[_week(week, members) for week in from_now_on(weeks, clock.now())],
        shifts=[
            ShiftOut(
                on=shift.on,
                first=members[shift.members[0]].person_id,
                second=members[shift.members[1]].person_id,
                minutes=shift.minutes,
            )
            for shift in clock_shifts([one.zone for one in members], weeks[0].monday, last)
        ],
        asynchronous=known and not any(week.slots for week in weeks),
        turns=[
            _turn(one, members)
            for one in turns(schools, _without_slots(weeks), clock.now())[:TURNS]
        ],
    )


def _without_slots(weeks: list[Week]) -> list[date]:
    """The weeks in which no lesson is common, known or not."""
    return [week.monday for week in weeks if not week.slots]


def _turn(turn: Turn, members: list[MemberFacts]) -> TurnOut:
    return TurnOut(
        starts_at=turn.starts_at,
        local_times=local_times(members, turn.starts_at),
        bends=None if turn.bends is None else members[turn.bends].person_id,
    )


def _first_day(cohort: Cohort | None) -> date:
    today = clock.today()
    if cohort is not None and cohort.pace == "fixed" and cohort.course_starts_on > today:
        return cohort.course_starts_on
    return today


def _week(week: Week, members: list[MemberFacts]) -> WeekOut:
    return WeekOut(
        monday=week.monday,
        state=week.state,
        lost_for=[members[one].person_id for one in week.lost_for],
        unknown_for=[members[one].person_id for one in week.unknown_for],
        slots=[
            SlotOut(
                starts_at=slot.starts_at,
                minutes=slot.minutes,
                local_times=local_times(members, slot.starts_at),
            )
            for slot in week.slots
        ],
    )
