"""Adding and changing classes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.classes.schemas import ClassIn
from partnering.enrolments.model import Enrolment
from partnering.handover.actions import tell_offers
from partnering.partnerships.actions import members_changed
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.rules import may_go_on
from partnering.safety.contact import may_publish
from partnering.safety.limits import count_act
from partnering.schools.listing import visible_school
from partnering.schools.model import School
from shared import clock
from shared.contracts.partings import ClassMoved
from shared.http import Conflict, Invalid, NotFound, Principal, StaleVersion
from shared.ids import new_id
from shared.outbox import announce


async def add_class(session: AsyncSession, who: Principal, new: ClassIn) -> SchoolClass:
    await may_publish(session, who)
    await count_act(session, who.person_id, "classes")
    now = clock.now()
    await _chosen_school(session, who, new.school_id)
    added = SchoolClass(
        id=new_id(), person_id=who.person_id, created_at=now, updated_at=now, **_values(new)
    )
    session.add(added)
    await session.flush()
    if who.verified:
        await tell_offers(session, who.person_id)
    return added


async def change_class(
    session: AsyncSession,
    who: Principal,
    class_id: UUID,
    new: ClassIn,
    read: int | None = None,
) -> SchoolClass:
    """A class in a partnership may move anywhere, as long as two countries stay together in it.

    The others' calendars and clocks depend on the school, so every partnership of the class is told.
    """
    found = await session.scalar(
        select(SchoolClass)
        .where(SchoolClass.id == class_id, SchoolClass.person_id == who.person_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    await may_publish(session, who)
    if read is not None and read != found.version:
        raise StaleVersion(found.version)
    old = await session.get_one(School, found.school_id)
    chosen = await _chosen_school(session, who, new.school_id)
    partnerships = await _partnerships(session, class_id) if old.id != chosen.id else []
    if old.country != chosen.country:
        for one in partnerships:
            await _still_spans(session, one, class_id, chosen.country)
    for name, value in _values(new).items():
        setattr(found, name, value)
    found.version += 1
    found.updated_at = clock.now()
    await session.flush()
    for one in partnerships:
        if old.country != chosen.country:
            await announce(session, _moved(one, who.person_id))
        if one.state == "confirmed":
            await announce(session, await members_changed(session, one))
    if who.verified:
        await tell_offers(session, who.person_id)
    return found


def _moved(partnership: Partnership, person_id: UUID) -> ClassMoved:
    return ClassMoved(
        partnership_id=partnership.id,
        cohort_id=partnership.cohort_id,
        moved_by=person_id,
        person_ids=tuple(one for one in partnership.person_ids if one != person_id),
    )


async def _partnerships(session: AsyncSession, class_id: UUID) -> Sequence[Partnership]:
    """The open partnerships in which the class sits, locked."""
    found = await session.scalars(
        with_members()
        .join(Member)
        .join(Enrolment, Enrolment.id == Member.enrolment_id)
        .where(
            Enrolment.class_id == class_id,
            Member.seated.is_(True),
            Partnership.state.in_(("handshake", "confirmed")),
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
    )
    return found.unique().all()


async def _still_spans(
    session: AsyncSession, partnership: Partnership, class_id: UUID, country: str
) -> None:
    """The country rule, checked again with the class in its new country."""
    rows = await session.execute(
        select(Enrolment.class_id, School.country)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .where(Enrolment.id.in_([one.enrolment_id for one in partnership.present]))
    )
    if not may_go_on([country if row.class_id == class_id else row.country for row in rows]):
        raise Conflict(
            "class-is-partnered",
            "There your partners would all be in your own country: hand your seat over, or leave.",
        )


async def _chosen_school(session: AsyncSession, who: Principal, school_id: UUID) -> School:
    school = await visible_school(session, who, school_id)
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
