"""What the members of a partnership bring: class, school, country, zone and school calendar."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.calendars.queries import calendars_of
from partnering.calendars.rules import KnownCalendar, is_known
from partnering.classes.model import FreeTime, SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.people.model import Person
from partnering.schools.model import School
from shared import clock
from shared.contracts.partnering import PartnershipMember, SchoolFree


@dataclass(frozen=True)
class MemberFacts:
    """One enrolment as its partners see it."""

    enrolment_id: UUID
    person_id: UUID
    person_name: str
    class_name: str
    subjects: tuple[str, ...]
    topics: tuple[str, ...]
    pupils_age_from: int
    pupils_age_to: int
    size: int
    availability: tuple[FreeTime, ...]
    school_name: str
    place: str
    country: str
    region: str
    zone: str
    calendar: KnownCalendar | None

    @property
    def calendar_known(self) -> bool:
        """Whether somebody declared that all coming holidays of the region are entered."""
        return is_known(self.calendar, clock.today())

    def announced(self) -> PartnershipMember:
        """As other services learn of it. Known holidays are told, complete or not."""
        free = self.calendar.holidays if self.calendar else ()
        return PartnershipMember(
            enrolment_id=self.enrolment_id,
            person_id=self.person_id,
            class_name=self.class_name,
            school_name=self.school_name,
            country=self.country,
            zone=self.zone,
            calendar_known=self.calendar_known,
            school_free=tuple(SchoolFree(starts_on=first, ends_on=last) for first, last in free),
        )


async def facts_of(
    session: AsyncSession, enrolment_ids: Collection[UUID]
) -> dict[UUID, MemberFacts]:
    """The facts of some enrolments, in three statements however many they are."""
    rows = (
        await session.execute(
            select(Enrolment.id, Enrolment.person_id, Person.name, SchoolClass, School)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .join(School, School.id == SchoolClass.school_id)
            .outerjoin(Person, Person.id == Enrolment.person_id)
            .where(Enrolment.id.in_(enrolment_ids))
        )
    ).all()
    calendars = await calendars_of(session, {(row[4].country, row[4].region) for row in rows})
    return {
        enrolment_id: MemberFacts(
            enrolment_id=enrolment_id,
            person_id=person_id,
            person_name=name or "",
            class_name=group.name,
            subjects=tuple(group.subjects),
            topics=tuple(group.topics),
            pupils_age_from=group.pupils_age_from,
            pupils_age_to=group.pupils_age_to,
            size=group.size,
            availability=tuple(group.availability),
            school_name=school.name,
            place=school.place,
            country=school.country,
            region=school.region,
            zone=school.zone,
            calendar=calendars.get((school.country, school.region)),
        )
        for enrolment_id, person_id, name, group, school in rows
    }
