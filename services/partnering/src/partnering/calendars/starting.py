"""The start-date advisor of a cohort: whose calendars count, and what each Monday would cost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.advisor import best_start, mondays_from, start_dates
from partnering.calendars.keeping import Place
from partnering.calendars.queries import calendars_of
from partnering.calendars.rules import COURSE_WEEKS, KnownCalendar, lost_weeks, school_week
from partnering.calendars.schemas import StartDateOut, StartDates
from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.schools.model import School
from shared.http import NotFound


async def advise_start(
    session: AsyncSession, cohort_id: UUID, first: date, count: int
) -> StartDates:
    """For staff: what each start Monday would cost the people who are in the cohort now.

    While a cohort is planned and nobody has joined, everybody's classes stand for those to come.
    """
    there = await session.get(Cohort, cohort_id)
    if there is None:
        raise NotFound("This cohort")
    people = await _people(session, cohort_id)
    expected = not people
    if expected:
        people = await _everybody(session)
    calendars = await calendars_of(session, people)
    found = await asyncio.to_thread(
        start_dates, people, calendars, mondays_from(first, count), COURSE_WEEKS
    )
    best = best_start(found)
    return StartDates(
        weeks=COURSE_WEEKS,
        enrolments=sum(people.values()),
        expected=expected,
        best=best.monday if best else None,
        items=[
            StartDateOut(
                monday=one.monday,
                pairs=one.pairs,
                unknown=one.unknown,
                lost_none=one.lost[0],
                lost_one=one.lost[1],
                lost_more=one.lost[2],
                clean_percent=one.clean_percent,
            )
            for one in found
        ],
        missing=_missing(people, calendars, there.course_starts_on),
    )


async def _people(session: AsyncSession, cohort_id: UUID) -> dict[Place, int]:
    rows = await session.execute(
        select(School.country, School.region, func.count())
        .join(SchoolClass, SchoolClass.school_id == School.id)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.status != "left")
        .group_by(School.country, School.region)
    )
    return {(country, region): count for country, region, count in rows}


async def _everybody(session: AsyncSession) -> dict[Place, int]:
    rows = await session.execute(
        select(School.country, School.region, func.count())
        .join(SchoolClass, SchoolClass.school_id == School.id)
        .group_by(School.country, School.region)
    )
    return {(country, region): count for country, region, count in rows}


def _missing(
    people: Mapping[Place, int], calendars: Mapping[Place, KnownCalendar | None], starts_on: date
) -> list[str]:
    monday = starts_on - timedelta(days=starts_on.weekday())
    unknown = [
        place
        for place in people
        if lost_weeks(calendars[place], monday, COURSE_WEEKS, school_week(place[0])) is None
    ]
    unknown.sort(key=lambda place: (-people[place], place))
    return [" ".join(part for part in place if part) for place in unknown]
