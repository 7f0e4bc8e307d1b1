"""Reading one's own classes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.classes.schemas import ClassOut
from partnering.schools.model import School
from partnering.schools.queries import describe_school
from shared.http import NotFound, Principal


async def my_classes(session: AsyncSession, who: Principal) -> list[ClassOut]:
    """Oldest first."""
    found = await session.scalars(
        select(SchoolClass).where(SchoolClass.person_id == who.person_id).order_by(SchoolClass.id)
    )
    return [await describe(session, one) for one in found]


async def my_class(session: AsyncSession, who: Principal, class_id: UUID) -> ClassOut:
    found = await session.scalar(
        select(SchoolClass).where(
            SchoolClass.id == class_id, SchoolClass.person_id == who.person_id
        )
    )
    if found is None:
        raise NotFound
    return await describe(session, found)


async def describe(session: AsyncSession, one: SchoolClass) -> ClassOut:
    """A class with its school."""
    school = await session.get_one(School, one.school_id)
    return ClassOut.model_validate(
        {
            "id": one.id,
            "version": one.version,
            "name": one.name,
            "description": one.description,
            "school": await describe_school(session, school),
            "subjects": one.subjects,
            "topics": one.topics,
            "sdgs": one.sdgs,
            "pupils_age_from": one.pupils_age_from,
            "pupils_age_to": one.pupils_age_to,
            "size": one.size,
            "languages": one.languages,
            "availability": one.availability,
            "updated_at": one.updated_at,
        }
    )
