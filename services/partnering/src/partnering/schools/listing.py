"""Which schools everybody finds: those for which a verified person stands."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

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
    """What everybody finds, one's own, and all of them for staff who keep school calendars."""
    if who.may(Permission.MANAGE_SCHOOL_CALENDARS):
        return School.id.is_not(None)
    mine = select(SchoolClass.school_id).where(SchoolClass.person_id == who.person_id)
    own = School.added_by == who.person_id
    return or_(listed(), own, School.id.in_(mine))


def _verified() -> Select[UUID]:
    return select(Person.id).where(Person.verification == "verified")
