"""Adding and changing classes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.classes.schemas import ClassIn
from partnering.enrolments.model import Enrolment
from partnering.schools.model import School
from shared import clock
from shared.http import Conflict, Invalid, NotFound, Principal
from shared.ids import new_id


async def add_class(session: AsyncSession, who: Principal, new: ClassIn) -> SchoolClass:
    now = clock.now()
    await _school(session, new.school_id)
    added = SchoolClass(
        id=new_id(), person_id=who.person_id, created_at=now, updated_at=now, **_values(new)
    )
    session.add(added)
    await session.flush()
    return added


async def change_class(
    session: AsyncSession, who: Principal, class_id: UUID, new: ClassIn
) -> SchoolClass:
    """A class in a partnership may change everything but the country it promised to be in."""
    found = await session.scalar(
        select(SchoolClass)
        .where(SchoolClass.id == class_id, SchoolClass.person_id == who.person_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    old, chosen = await _school(session, found.school_id), await _school(session, new.school_id)
    if old.country != chosen.country and await _partnered(session, class_id):
        raise Conflict(
            "class-is-partnered", "This class has a partner and cannot move to another country."
        )
    for name, value in _values(new).items():
        setattr(found, name, value)
    found.updated_at = clock.now()
    await session.flush()
    return found


async def _partnered(session: AsyncSession, class_id: UUID) -> bool:
    found = await session.scalar(
        select(Enrolment.id)
        .where(Enrolment.class_id == class_id, Enrolment.status == "partnered")
        .limit(1)
    )
    return found is not None


async def _school(session: AsyncSession, school_id: UUID) -> School:
    school = await session.get(School, school_id)
    if school is None:
        raise Invalid({"/school_id": "is not a listed school"})
    return school


def _values(new: ClassIn) -> dict[str, Any]:
    return {
        "name": new.name,
        "description": new.description,
        "school_id": new.school_id,
        "subjects": sorted(set(new.subjects)),
        "topics": sorted(set(new.topics)),
        "sdgs": sorted(set(new.sdgs)),
        "pupils_age_from": new.pupils_age_from,
        "pupils_age_to": new.pupils_age_to,
        "size": new.size,
        "languages": [one.model_dump(mode="json") for one in new.languages],
        "availability": [one.model_dump(mode="json") for one in new.availability],
    }
