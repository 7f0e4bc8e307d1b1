"""Enrolments as the pure rules see them: one load for the search and for matching."""

import asyncio
from collections.abc import Collection
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from partnering.calendars.queries import calendars_of
from partnering.calendars.rules import COURSE_WEEKS, lost_weeks, school_week
from partnering.classes.model import FreeTime, SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.fit.rules import Candidate, course_monday
from partnering.fit.week import FreeSlot
from partnering.people.queries import blocks_among
from partnering.profiles.model import Profile, SpokenLanguage
from partnering.rescue.parted import parted_among
from partnering.schools.model import School
from shared import clock

ASIDE_FROM: Final = 200

_COLUMNS: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...] = (
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.joined_at,
    Cohort.course_starts_on,
    School.country,
    School.region,
    School.zone,
    SchoolClass.languages.label("class_languages"),
    SchoolClass.pupils_age_from,
    SchoolClass.pupils_age_to,
    SchoolClass.subjects,
    SchoolClass.topics,
    SchoolClass.availability,
    Profile.languages,
    Profile.group_size,
    Profile.first_timer,
    Profile.willing_third,
    Profile.willing_spare,
    Profile.wish_countries,
    Profile.musts,
    Profile.avoid,
    Profile.strengths,
    Profile.needs,
)


async def free_candidates(session: AsyncSession, cohort_id: UUID) -> list[Candidate]:
    """Everybody in a cohort who still looks for a partner, in the order of their ids."""
    return await _load(session, Enrolment.cohort_id == cohort_id, Enrolment.status == "free")


async def candidates_around(
    session: AsyncSession, cohort_id: UUID, enrolment_id: UUID
) -> tuple[Candidate, list[Candidate]]:
    """One enrolment, free or not, and everybody free in its cohort, in one read."""
    found = await _load(
        session,
        Enrolment.cohort_id == cohort_id,
        or_(Enrolment.status == "free", Enrolment.id == enrolment_id),
    )
    mine = next(one for one in found if one.enrolment_id == enrolment_id)
    return mine, [one for one in found if one is not mine]


async def candidates(session: AsyncSession, enrolment_ids: Collection[UUID]) -> list[Candidate]:
    """These enrolments in the order of their ids; unknown ids are left out."""
    return await _load(session, Enrolment.id == any_(literal(list(enrolment_ids), ARRAY(Uuid()))))


async def _load(session: AsyncSession, *which: ColumnElement[bool]) -> list[Candidate]:
    """Columns rather than rows with behaviour: a search reads a whole cohort in one go."""
    rows = (
        await session.execute(
            select(*_COLUMNS)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .join(School, School.id == SchoolClass.school_id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .outerjoin(Profile, Profile.person_id == Enrolment.person_id)
            .where(*which)
            .order_by(Enrolment.id)
        )
    ).all()
    calendars = await calendars_of(session, {(row.country, row.region) for row in rows})
    people = {row.person_id for row in rows}
    blocked = await blocks_among(session, people)
    for person_id, others in (await parted_among(session, people)).items():
        blocked.setdefault(person_id, set()).update(others)
    lost: dict[tuple[str, str, date], frozenset[int] | None] = {}
    for row in rows:
        key = (row.country, row.region, course_monday(row.course_starts_on))
        if key not in lost:
            lost[key] = lost_weeks(
                calendars[key[:2]], key[2], COURSE_WEEKS, school_week(row.country)
            )

    def build() -> list[Candidate]:
        return [
            _candidate(
                row,
                lost[row.country, row.region, course_monday(row.course_starts_on)],
                frozenset(blocked.get(row.person_id, ())),
            )
            for row in rows
        ]

    # Of ten thousand this takes a second: aside, so that others are answered meanwhile.
    return build() if len(rows) < ASIDE_FROM else await asyncio.to_thread(build)


def _candidate(row: Row[Any], lost: frozenset[int] | None, blocked: frozenset[UUID]) -> Candidate:
    """Whoever has saved no profile wishes nothing and speaks what the class speaks."""
    return Candidate(
        enrolment_id=row.id,
        person_id=row.person_id,
        country=row.country,
        languages=_levels(row.class_languages or row.languages or []),
        age_from=row.pupils_age_from,
        age_to=row.pupils_age_to,
        subjects=frozenset(row.subjects),
        topics=frozenset(row.topics),
        availability=tuple(sorted(_slot(one) for one in row.availability)),
        zone=row.zone,
        monday=course_monday(row.course_starts_on),
        group_size=row.group_size or "either",
        first_timer=bool(row.first_timer),
        willing_third=bool(row.willing_third),
        willing_spare=bool(row.willing_spare),
        wish_countries=frozenset(row.wish_countries or ()),
        musts=frozenset(row.musts or ()),
        avoid=frozenset(row.avoid or ()),
        strengths=frozenset(row.strengths or ()),
        needs=frozenset(row.needs or ()),
        blocked=blocked,
        lost_weeks=lost,
        course_weeks=COURSE_WEEKS,
        waiting_days=max(0, (clock.now() - row.joined_at).days),
    )


def _levels(languages: list[SpokenLanguage]) -> dict[str, str]:
    return {one["language"]: one["level"] for one in languages}


def _slot(one: FreeTime) -> FreeSlot:
    return FreeSlot(one["weekday"], _minutes(one["starts"]), _minutes(one["ends"]))


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)
