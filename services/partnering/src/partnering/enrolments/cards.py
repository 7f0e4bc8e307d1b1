"""Classes as others see them: anonymised until both persons are verified, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.candidates import candidates
from partnering.enrolments.model import Enrolment
from partnering.enrolments.schemas import Card, ReasonOut
from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate, Contribution, Fit, fit
from partnering.fit.week import common_slots, minutes_by_local_day
from partnering.invitations.model import Invitation
from partnering.people.model import Person
from partnering.people.queries import blocked_with
from partnering.profiles.model import Profile
from partnering.profiles.schemas import LanguageLevel, Wishes
from partnering.schools.model import School
from shared.http import NotFound, Permission, Principal

ENOUGH_ANSWERS = 2


@dataclass(frozen=True)
class Subject:
    """Everything stored about one enrolment that a card may show."""

    enrolment: Enrolment
    school_class: SchoolClass
    school: School
    person: Person | None
    profile: Profile | None


async def subjects(session: AsyncSession, ids: Sequence[UUID]) -> list[Subject]:
    """In the order asked for."""
    rows = await session.execute(
        select(Enrolment, SchoolClass, School, Person, Profile)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(School, School.id == SchoolClass.school_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .outerjoin(Profile, Profile.person_id == Enrolment.person_id)
        .where(Enrolment.id.in_(ids))
    )
    found = {row[0].id: Subject(*row) for row in rows}
    return [found[one] for one in ids if one in found]


async def get_card(
    session: AsyncSession, who: Principal, enrolment_id: UUID, mine_id: UUID | None
) -> Card:
    """One class, for somebody of the same cohort or its staff; blocked persons see nothing."""
    found = await subjects(session, [enrolment_id])
    if not found or found[0].enrolment.status == "left":
        raise NotFound
    subject = found[0]
    mine = await _own_enrolment(session, who, subject.enrolment, mine_id)
    staff = who.may(Permission.SEE_CLASSES, subject.enrolment.cohort_id)
    own = subject.enrolment.person_id == who.person_id
    if not (own or staff or mine):
        raise NotFound
    if not staff and subject.enrolment.person_id in await blocked_with(session, who.person_id):
        raise NotFound
    days = await answer_days(session, [subject.enrolment.person_id])
    both = {
        one.enrolment_id: one
        for one in await candidates(session, [enrolment_id, *([mine] if mine else [])])
    }
    card = show(
        subject, both[enrolment_id], named=own or staff or named_for(who, subject), days=days
    )
    if mine is None or own:
        return card
    relate(card, both[mine], both[enrolment_id])
    card.open_invitation_id = await session.scalar(
        select(Invitation.id).where(
            Invitation.status == "open",
            or_(
                (Invitation.from_enrolment_id == mine)
                & (Invitation.to_enrolment_id == enrolment_id),
                (Invitation.to_enrolment_id == mine)
                & (Invitation.from_enrolment_id == enrolment_id),
            ),
        )
    )
    return card


async def _own_enrolment(
    session: AsyncSession, who: Principal, other: Enrolment, mine_id: UUID | None
) -> UUID | None:
    """The reader's own enrolment in the cohort: the one asked for, else the newest."""
    query = (
        select(Enrolment.id)
        .where(
            Enrolment.person_id == who.person_id,
            Enrolment.cohort_id == other.cohort_id,
            Enrolment.status != "left",
        )
        .order_by(Enrolment.id.desc())
        .limit(1)
    )
    return await session.scalar(query.where(Enrolment.id == mine_id) if mine_id else query)


def named_for(who: Principal, subject: Subject) -> bool:
    """Names are for verified teachers, and of verified teachers."""
    return who.verified and subject.person is not None and subject.person.verified


def show(subject: Subject, candidate: Candidate, *, named: bool, days: Mapping[UUID, int]) -> Card:
    """The card; with `named` off everything that tells who or where exactly stays hidden."""
    school_class, school, profile = subject.school_class, subject.school, subject.profile
    person = subject.person
    return Card(
        enrolment_id=subject.enrolment.id,
        cohort_id=subject.enrolment.cohort_id,
        person_id=subject.enrolment.person_id if named else None,
        person_name=person.name if named and person else None,
        anonymised=not named,
        verified=bool(person and person.verified),
        status=subject.enrolment.status,
        country=school.country,
        zone=school.zone,
        school_name=school.name if named else None,
        place=school.place if named else None,
        class_name=school_class.name if named else None,
        description=school_class.description if named else None,
        headline=profile.headline if named and profile else None,
        about=profile.about if named and profile else None,
        subjects=school_class.subjects,
        topics=school_class.topics,
        sdgs=school_class.sdgs,
        pupils_age_from=school_class.pupils_age_from,
        pupils_age_to=school_class.pupils_age_to,
        size=school_class.size,
        languages=[
            LanguageLevel.model_validate({"language": language, "level": level})
            for language, level in candidate.languages.items()
        ],
        strengths=sorted(candidate.strengths),
        needs=sorted(candidate.needs),
        wishes=Wishes.model_validate(
            {
                "countries": sorted(candidate.wish_countries),
                "musts": sorted(candidate.musts),
                "group_size": candidate.group_size,
            }
        ),
        first_timer=candidate.first_timer,
        calendar_known=candidate.lost_weeks is not None,
        usually_answers_days=days.get(subject.enrolment.person_id),
    )


def relate(card: Card, mine: Candidate, other: Candidate, found: Fit | None = None) -> None:
    """Add what holds between the reader's class and this one."""
    found = found or fit(mine, other)
    card.reasons = [reason(one) for one in found.reasons]
    card.caution = reason(found.caution) if found.caution else None
    card.fit = found.total
    card.why_not = admissible(mine, other)
    card.overlap = minutes_by_local_day(common_slots(mine.week, other.week), mine.zone, mine.monday)


def reason(one: Contribution) -> ReasonOut:
    return ReasonOut(aspect=one.aspect, code=one.code, values=list(one.values))


async def answer_days(session: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Person → days within which they usually answer invitations; unknown persons are missing."""
    took = Invitation.answered_at - Invitation.sent_at
    rows = await session.execute(
        select(
            Invitation.to_person_id,
            func.percentile_disc(0.5).within_group(took),
        )
        .where(
            Invitation.to_person_id.in_(person_ids),
            Invitation.status.in_(("accepted", "declined")),
        )
        .group_by(Invitation.to_person_id)
        .having(func.count() >= ENOUGH_ANSWERS)
    )
    return {person_id: max(1, -(-median // timedelta(days=1))) for person_id, median in rows}
