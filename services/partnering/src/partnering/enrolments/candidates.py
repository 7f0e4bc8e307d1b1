"""Enrolments as the pure rules see them: one load for the search and for matching."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.queries import COURSE_WEEKS, calendars_of
from partnering.calendars.rules import lost_weeks, school_week
from partnering.classes.model import FreeTime, SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.fit.rules import Candidate, course_monday
from partnering.fit.week import FreeSlot
from partnering.people.queries import blocks_among
from partnering.profiles.model import Profile, SpokenLanguage
from partnering.schools.model import School

_Loaded = Row[Enrolment, SchoolClass, School, Cohort, Profile]


async def free_candidates(session: AsyncSession, cohort_id: UUID) -> list[Candidate]:
    """Everybody in a cohort who still looks for a partner, in the order of their ids."""
    return await _load(session, Enrolment.cohort_id == cohort_id, Enrolment.status == "free")


async def candidates(session: AsyncSession, enrolment_ids: Collection[UUID]) -> list[Candidate]:
    """These enrolments in the order of their ids; unknown ids are left out."""
    return await _load(session, Enrolment.id == any_(literal(list(enrolment_ids), ARRAY(Uuid()))))


async def _load(session: AsyncSession, *which: ColumnElement[bool]) -> list[Candidate]:
    rows = (
        await session.execute(
            select(Enrolment, SchoolClass, School, Cohort, Profile)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .join(School, School.id == SchoolClass.school_id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .outerjoin(Profile, Profile.person_id == Enrolment.person_id)
            .where(*which)
            .order_by(Enrolment.id)
        )
    ).all()
    calendars = await calendars_of(session, {(row[2].country, row[2].region) for row in rows})
    blocked = await blocks_among(session, {row[0].person_id for row in rows})
    found = []
    for row in rows:
        school, cohort = row[2], row[3]
        monday = course_monday(cohort.course_starts_on)
        lost = lost_weeks(
            calendars[school.country, school.region],
            monday,
            COURSE_WEEKS,
            school_week(school.country),
        )
        found.append(_candidate(row, lost, frozenset(blocked.get(row[0].person_id, ()))))
    return found


def _candidate(row: _Loaded, lost: frozenset[int] | None, blocked: frozenset[UUID]) -> Candidate:
    enrolment, school_class, school, cohort, profile = row
    wish = profile or Profile(
        languages=[],
        group_size="either",
        first_timer=False,
        willing_third=False,
        willing_spare=False,
        wish_countries=[],
        avoid=[],
        strengths=[],
        needs=[],
    )
    return Candidate(
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        country=school.country,
        languages=_levels(school_class.languages or wish.languages),
        age_from=school_class.pupils_age_from,
        age_to=school_class.pupils_age_to,
        subjects=frozenset(school_class.subjects),
        topics=frozenset(school_class.topics),
        availability=tuple(sorted(_slot(one) for one in school_class.availability)),
        zone=school.zone,
        monday=course_monday(cohort.course_starts_on),
        group_size=wish.group_size,
        first_timer=wish.first_timer,
        willing_third=wish.willing_third,
        willing_spare=wish.willing_spare,
        wish_countries=frozenset(wish.wish_countries),
        avoid=frozenset(wish.avoid),
        strengths=frozenset(wish.strengths),
        needs=frozenset(wish.needs),
        blocked=blocked,
        lost_weeks=lost,
        course_weeks=COURSE_WEEKS,
    )


def _levels(languages: list[SpokenLanguage]) -> dict[str, str]:
    return {one["language"]: one["level"] for one in languages}


def _slot(one: FreeTime) -> FreeSlot:
    return FreeSlot(one["weekday"], _minutes(one["starts"]), _minutes(one["ends"]))


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)
