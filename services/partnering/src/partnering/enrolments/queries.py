"""Reading one's own enrolments and the seats of a cohort."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Companion, Enrolment
from partnering.enrolments.schemas import CompanionOut, EnrolmentOut, Seats
from partnering.enrolments.seats import free_seats, place_in_queue
from partnering.invitations.model import Invitation
from partnering.partnerships.model import Member
from partnering.people.model import Person
from partnering.people.queries import blocked_with
from partnering.safety.queries import contact_frozen
from partnering.schools.model import School
from shared.http import NotFound, Principal
from shared.identity.addresses import readable


async def my_enrolments(session: AsyncSession, who: Principal) -> list[EnrolmentOut]:
    """Newest first; what was left is left out."""
    rows = await session.execute(
        select(Enrolment, SchoolClass, School, Cohort)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Enrolment.person_id == who.person_id, Enrolment.status != "left")
        .order_by(Enrolment.id.desc())
    )
    found = rows.all()
    ids = [row[0].id for row in found]
    received = await _open(session, Invitation.to_enrolment_id.in_(ids), "to")
    sent = await _open(session, Invitation.from_enrolment_id.in_(ids), "from")
    partnerships = await partnerships_of(session, ids)
    companions = await _companions(session, who, ids)
    return [
        EnrolmentOut(
            id=enrolment.id,
            cohort_id=cohort.id,
            cohort_title=cohort.title,
            cohort_phase=cohort.phase,
            pace=cohort.pace,
            class_id=school_class.id,
            class_name=school_class.name,
            country=school.country,
            status=enrolment.status,
            place_in_queue=await place_in_queue(session, enrolment),
            companions=companions.get(enrolment.id, []),
            invitations_received=received.get(enrolment.id, 0),
            invitations_sent=sent.get(enrolment.id, 0),
            partnership_id=partnerships.get(enrolment.id),
            joined_at=enrolment.joined_at,
            unmatched_at=enrolment.unmatched_at if enrolment.status == "free" else None,
            unmatched_because=enrolment.unmatched_because if enrolment.status == "free" else "",
            course_starts_on=cohort.course_starts_on,
        )
        for enrolment, school_class, school, cohort in found
    ]


async def seats_of(session: AsyncSession, cohort_id: UUID) -> Seats:
    cohort = await session.get(Cohort, cohort_id)
    if cohort is None or cohort.phase == "draft":
        raise NotFound
    waiting = await session.scalar(
        select(func.count()).where(
            Enrolment.cohort_id == cohort_id, Enrolment.status == "waiting_list"
        )
    )
    return Seats(
        cohort_id=cohort_id,
        seats=cohort.seats,
        free=max(0, await free_seats(session, cohort)),
        waiting=waiting or 0,
        open_for_partnering=cohort.open_for_partnering,
    )


async def partnerships_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Enrolment → the partnership it sits in now."""
    rows = await session.execute(
        select(Member.enrolment_id, Member.partnership_id).where(
            Member.enrolment_id.in_(ids), Member.seated.is_(True)
        )
    )
    return {row.enrolment_id: row.partnership_id for row in rows}


async def open_received(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Enrolment → open invitations that wait for it."""
    return await _open(session, Invitation.to_enrolment_id.in_(ids), "to")


async def received_ever(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Enrolment → how many invitations it has received, answered or not."""
    rows = await session.execute(
        select(Invitation.to_enrolment_id, func.count())
        .where(Invitation.to_enrolment_id.in_(ids))
        .group_by(Invitation.to_enrolment_id)
    )
    return {row[0]: row[1] for row in rows}


async def _open(session: AsyncSession, which: ColumnElement[bool], side: str) -> dict[UUID, int]:
    column = Invitation.to_enrolment_id if side == "to" else Invitation.from_enrolment_id
    rows = await session.execute(
        select(column, func.count()).where(which, Invitation.status == "open").group_by(column)
    )
    return {row[0]: row[1] for row in rows}


async def _companions(
    session: AsyncSession, who: Principal, ids: Sequence[UUID]
) -> dict[UUID, list[CompanionOut]]:
    """Naming an address must not tell who has an account: only a verified reader learns who has
    joined, and only of verified teachers with whom contact is open."""
    told = who.verified and not await contact_frozen(session, who.person_id)
    hidden = await blocked_with(session, who.person_id)
    mine = select(Companion, Enrolment.cohort_id).join(
        Enrolment, Enrolment.id == Companion.enrolment_id
    )
    found: dict[UUID, list[CompanionOut]] = {}
    for companion, cohort_id in await session.execute(mine.where(Enrolment.id.in_(ids))):
        joined = await session.scalar(
            select(Enrolment.id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(
                Person.email_key == companion.email_key,
                Enrolment.cohort_id == cohort_id,
                Enrolment.status != "left",
                Person.verification == "verified",
                Person.id.not_in(hidden),
            )
            .limit(1)
        )
        found.setdefault(companion.enrolment_id, []).append(
            CompanionOut(
                kind=companion.kind,
                email=readable(companion.email_key),
                joined=joined is not None if told else None,
            )
        )
    return found


async def seen_owner(session: AsyncSession, who: Principal, enrolment_id: UUID) -> UUID:
    """Whose enrolment this is, for somebody who is or was in the same cohort."""
    mine = select(Enrolment.cohort_id).where(Enrolment.person_id == who.person_id)
    person_id = await session.scalar(
        select(Enrolment.person_id).where(
            Enrolment.id == enrolment_id, Enrolment.cohort_id.in_(mine)
        )
    )
    if person_id is None:
        raise NotFound
    return person_id
