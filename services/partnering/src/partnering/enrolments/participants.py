"""The staff's table of a cohort, and the same as CSV that no spreadsheet will execute."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.cards import subjects
from partnering.enrolments.model import Enrolment
from partnering.enrolments.queries import open_received, partnerships_of
from partnering.enrolments.schemas import Participant
from partnering.people.model import Person
from partnering.profiles.schemas import LanguageLevel
from partnering.schools.model import School
from partnering.search.rules import fold
from shared.http import NotFound, Page, page_of
from shared.spreadsheets import csv_text

MOST_ROWS = 20_000


@dataclass(frozen=True)
class Filters:
    status: str | None = None
    country: str | None = None
    verified: bool | None = None
    subject: str | None = None
    text: str = ""


async def participants(
    session: AsyncSession,
    cohort_id: UUID,
    filters: Filters,
    cursor: str | None,
    limit: int,
) -> Page[Participant]:
    """In the order of joining."""
    await _require_cohort(session, cohort_id)
    rows, next_cursor = await page_of(
        session,
        _matching(cohort_id, filters),
        key=Enrolment.id,
        cursor=cursor,
        limit=limit,
        descending=False,
    )
    return Page(items=await _out(session, [row.id for row in rows]), next_cursor=next_cursor)


async def participants_csv(session: AsyncSession, cohort_id: UUID, filters: Filters) -> str:
    """Every matching row. Cells that a spreadsheet would take for a formula get a leading quote."""
    await _require_cohort(session, cohort_id)
    rows = await session.scalars(
        _matching(cohort_id, filters).order_by(Enrolment.id).limit(MOST_ROWS)
    )
    found = await _out(session, [row.id for row in rows])
    # Twenty thousand lines take seconds: aside, so that others are answered meanwhile.
    return await asyncio.to_thread(_csv, found)


def _csv(found: Sequence[Participant]) -> str:
    names = list(Participant.model_fields)
    return csv_text(names, (_row(one, names) for one in found))


def _row(one: Participant, names: Sequence[str]) -> list[str]:
    values = one.model_dump(mode="json")
    values["languages"] = [f"{each.language} {each.level}" for each in one.languages]
    return [_cell(values[name]) for name in names]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


async def _require_cohort(session: AsyncSession, cohort_id: UUID) -> None:
    if await session.get(Cohort, cohort_id) is None:
        raise NotFound("This cohort")


def _matching(cohort_id: UUID, filters: Filters) -> Select[Enrolment]:
    query = (
        select(Enrolment)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id == cohort_id)
    )
    if filters.status:
        query = query.where(Enrolment.status == filters.status)
    if filters.country:
        query = query.where(School.country == filters.country)
    if filters.subject:
        query = query.where(literal(filters.subject) == any_(SchoolClass.subjects))
    if filters.verified is not None:
        verified = Person.verification == "verified"
        query = query.where(verified if filters.verified else Person.verification != "verified")
    for word in fold(filters.text).split():
        query = query.where(
            Person.search_key.contains(word, autoescape=True)
            | School.search_key.contains(word, autoescape=True)
        )
    return query


async def _out(session: AsyncSession, ids: Sequence[UUID]) -> list[Participant]:
    waiting = await open_received(session, ids)
    partnerships = await partnerships_of(session, ids)
    elsewhere = await also_in(session, ids)
    return [
        Participant(
            enrolment_id=one.enrolment.id,
            person_id=one.enrolment.person_id,
            name=one.person.name if one.person else "",
            verified=bool(one.person and one.person.verified),
            country=one.school.country,
            school_name=one.school.name,
            place=one.school.place,
            class_name=one.school_class.name,
            subjects=one.school_class.subjects,
            pupils_age_from=one.school_class.pupils_age_from,
            pupils_age_to=one.school_class.pupils_age_to,
            languages=[
                LanguageLevel.model_validate(each)
                for each in one.school_class.languages
                or (one.profile.languages if one.profile else [])
            ],
            status=one.enrolment.status,
            first_timer=bool(one.profile and one.profile.first_timer),
            willing_third=bool(one.profile and one.profile.willing_third),
            willing_spare=bool(one.profile and one.profile.willing_spare),
            invitations_open=waiting.get(one.enrolment.id, 0),
            also_in=elsewhere.get(one.enrolment.id, []),
            partnership_id=partnerships.get(one.enrolment.id),
            joined_at=one.enrolment.joined_at,
        )
        for one in await subjects(session, ids)
    ]


async def also_in(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """In which other running cohorts the same classes take part: the work is twice as much."""
    here, there = aliased(Enrolment), aliased(Enrolment)
    rows = await session.execute(
        select(here.id, Cohort.title)
        .join(there, (there.class_id == here.class_id) & (there.cohort_id != here.cohort_id))
        .join(Cohort, Cohort.id == there.cohort_id)
        .where(
            here.id.in_(ids),
            here.status != "left",
            there.status != "left",
            Cohort.phase != "closed",
        )
        .order_by(Cohort.title)
    )
    found: dict[UUID, list[str]] = {}
    for enrolment_id, title in rows:
        found.setdefault(enrolment_id, []).append(title)
    return found
