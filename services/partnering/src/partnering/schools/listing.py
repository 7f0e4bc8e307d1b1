"""Which schools everybody finds: those for which a verified person stands."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.people.model import Person
from partnering.schools.model import School
from shared.http import Permission, Principal


def listed() -> ColumnElement[bool]:
    """A verified person has entered it, or teaches there."""
    teaching = select(SchoolClass.school_id).where(SchoolClass.person_id.in_(_verified()))
    entered = School.added_by.in_(_verified())
    return or_(entered, School.id.in_(teaching))


def visible_to(who: Principal) -> ColumnElement[bool]:
    """What everybody finds, one's own, and all of them for staff who keep school calendars.

    One's own is where one teaches, and what one has entered.
    """
    if who.may(Permission.MANAGE_SCHOOL_CALENDARS):
        return School.id.is_not(None)
    mine = select(SchoolClass.school_id).where(SchoolClass.person_id == who.person_id)
    own = or_(School.added_by == who.person_id, School.also_entered_by.any_() == who.person_id)
    return or_(listed(), own, School.id.in_(mine))


async def visible_school(session: AsyncSession, who: Principal, school_id: UUID) -> School | None:
    """To everybody else it is missing: an id alone opens nothing."""
    found: School | None = await session.scalar(
        select(School).where(School.id == school_id, visible_to(who))
    )
    return found


def _verified() -> Select[UUID]:
    return select(Person.id).where(Person.verification == "verified")
