"""Reading invitations as one of their two persons."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.invitations.model import Invitation, Question
from partnering.invitations.schemas import InvitationOut, QuestionOut, Side
from partnering.partnerships.model import Partnership
from partnering.people.model import Person
from partnering.schools.model import School
from shared import clock
from shared.http import NotFound, Page, Principal, page_of


async def my_invitations(
    session: AsyncSession,
    who: Principal,
    box: Literal["received", "sent"],
    cursor: str | None,
    limit: int,
) -> Page[InvitationOut]:
    """Newest first, questions left out."""
    side = Invitation.to_person_id if box == "received" else Invitation.from_person_id
    rows, next_cursor = await page_of(
        session,
        select(Invitation).where(side == who.person_id),
        key=Invitation.id,
        cursor=cursor,
        limit=limit,
    )
    return Page(items=await _out(session, who, rows, {}), next_cursor=next_cursor)


async def my_invitation(
    session: AsyncSession, who: Principal, invitation_id: UUID
) -> InvitationOut:
    found = await session.scalar(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            or_(
                Invitation.from_person_id == who.person_id,
                Invitation.to_person_id == who.person_id,
            ),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    questions = await session.scalars(
        select(Question).where(Question.invitation_id == found.id).order_by(Question.id)
    )
    return (await _out(session, who, [found], {found.id: questions.all()}))[0]


async def _out(
    session: AsyncSession,
    who: Principal,
    rows: Sequence[Invitation],
    questions: dict[UUID, Sequence[Question]],
) -> list[InvitationOut]:
    sides = await _sides(session, rows)
    fulfilled = await _fulfilled(session, rows)
    titles = dict(
        (
            await session.execute(
                select(Cohort.id, Cohort.title).where(
                    Cohort.id.in_({row.cohort_id for row in rows})
                )
            )
        ).all()
    )
    now = clock.now()
    return [
        InvitationOut(
            id=row.id,
            cohort_id=row.cohort_id,
            cohort_title=titles.get(row.cohort_id, ""),
            box="received" if row.to_person_id == who.person_id else "sent",
            sender=sides[row.from_enrolment_id],
            recipient=sides[row.to_enrolment_id],
            message=row.message,
            status="fulfilled" if row.id in fulfilled else row.status,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            answered_at=row.answered_at,
            decline_reason=row.decline_reason,
            decline_text=row.decline_text,
            partnership_id=row.partnership_id,
            can_answer=row.status == "open"
            and row.to_person_id == who.person_id
            and row.expires_at > now,
            questions=[
                QuestionOut(
                    id=one.id,
                    author_id=one.author_id,
                    mine=one.author_id == who.person_id,
                    text=one.text,
                    asked_at=one.asked_at,
                )
                for one in questions.get(row.id, ())
            ],
        )
        for row in rows
    ]


async def _fulfilled(session: AsyncSession, rows: Sequence[Invitation]) -> set[UUID]:
    """Those that nobody answered, because their two sides came together another way."""
    accepted = [row.id for row in rows if row.status == "accepted"]
    if not accepted:
        return set()
    found = await session.scalars(
        select(Invitation.id)
        .join(Partnership, Partnership.id == Invitation.partnership_id)
        .where(Invitation.id.in_(accepted), Partnership.origin != "invitation")
    )
    return set(found)


async def _sides(session: AsyncSession, rows: Sequence[Invitation]) -> dict[UUID, Side]:
    ids = {row.from_enrolment_id for row in rows} | {row.to_enrolment_id for row in rows}
    found = await session.execute(
        select(Enrolment, SchoolClass, School, Person)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.id.in_(ids))
    )
    return {
        enrolment.id: Side(
            enrolment_id=enrolment.id,
            person_id=enrolment.person_id,
            name=person.name if person else "",
            country=school.country,
            class_name=school_class.name,
            school_name=school.name,
            place=school.place,
        )
        for enrolment, school_class, school, person in found
    }
