"""Reporting what one sees, and telling the officers that reports wait."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.partnerships.model import Member
from partnering.partnerships.ties import barred_from
from partnering.people.model import Person
from partnering.posts.model import PartnerPost
from partnering.profiles.model import Profile
from partnering.room.model import Message
from partnering.safety.limits import count_act
from partnering.safety.model import KEPT_FOR, Report
from partnering.safety.schemas import ReportRequest
from shared import clock
from shared.contracts.contact import ReportFiled, ReportToLookAt
from shared.http import NotFound, Permission, Principal
from shared.outbox import announce

TOLD_EVERY: Final = timedelta(hours=1)
AT_ONCE: Final = 500


async def file_report(session: AsyncSession, who: Principal, request: ReportRequest) -> Report:
    """Report a profile, a message or a post one can see. The words are copied as they stand now.

    While a report of the same by the same person is open, a second one adds to it.
    """
    await count_act(session, who.person_id, "reports")
    if request.subject == "message":
        about, snapshot = await _message_seen_by(session, who, request.subject_id)
    elif request.subject == "post":
        about, snapshot = await _post_seen_by(session, who, request.subject_id)
    else:
        about, snapshot = await _profile_seen_by(session, who, request.subject_id)
    known = await session.scalar(
        select(Report)
        .where(
            Report.state == "open",
            Report.reported_by == who.person_id,
            Report.subject == request.subject,
            Report.subject_id == request.subject_id,
        )
        .limit(1)
        .with_for_update()
    )
    if known is not None:
        known.add(request.reason, request.text, snapshot)
        await session.flush()
        return known
    now = clock.now()
    report = Report(
        subject=request.subject,
        subject_id=request.subject_id,
        about_person_id=about,
        reported_by=who.person_id,
        reason=request.reason,
        text=request.text,
        snapshot=snapshot,
        state="open",
        filed_at=now,
        expires_at=now + KEPT_FOR,
    )
    session.add(report)
    await session.flush()
    await tell_officers(session)
    return report


async def tell_officers(session: AsyncSession) -> int:
    """Say once an hour at most that reports wait, of all together that nobody was told of yet.

    Asked when a report is filed, and by a tick: who reports in the same hour waits for its end.
    """
    # Two people may report in the same second.
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("reports", 0))))
    now = clock.now()
    told = await session.scalar(select(func.max(Report.told_at)))
    if told is not None and told > now - TOLD_EVERY:
        return 0
    found = await session.scalars(
        select(Report)
        .where(Report.state == "open", Report.told_at.is_(None))
        .order_by(Report.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    waiting = found.all()
    if not waiting:
        return 0
    for report in waiting:
        report.told_at = now
    each = [await _to_look_at(session, report) for report in waiting]
    newest = waiting[-1]
    await announce(
        session,
        ReportFiled(
            report_id=newest.id,
            subject=newest.subject,
            cohort_ids=tuple(sorted({one for part in each for one in part.cohort_ids})),
            waiting=tuple(dict.fromkeys(each)),
        ),
    )
    return len(waiting)


async def _to_look_at(session: AsyncSession, report: Report) -> ReportToLookAt:
    """Whose officers look, and who of them may not, because a party is their partner."""
    cohorts = select(Enrolment.cohort_id).where(Enrolment.person_id == report.about_person_id)
    kept_from: set[UUID] = set()
    for party in filter(None, (report.about_person_id, report.reported_by)):
        kept_from |= await barred_from(session, party, report.filed_at)
    return ReportToLookAt(
        cohort_ids=tuple(sorted(await session.scalars(cohorts.distinct()))),
        kept_from=tuple(sorted(kept_from)),
    )


async def _message_seen_by(
    session: AsyncSession, who: Principal, message_id: UUID
) -> tuple[UUID, str]:
    message = await session.scalar(
        select(Message)
        .join(Member, Member.partnership_id == Message.partnership_id)
        .where(Message.id == message_id, Member.person_id == who.person_id)
    )
    if message is None or message.author_id == who.person_id:
        raise NotFound("This message")
    return message.author_id, message.text


async def _post_seen_by(session: AsyncSession, who: Principal, post_id: UUID) -> tuple[UUID, str]:
    """A post of a cohort in which one is or was."""
    post = await session.scalar(
        select(PartnerPost).where(
            PartnerPost.id == post_id, PartnerPost.cohort_id.in_(_cohorts_of(who))
        )
    )
    if post is None or post.person_id == who.person_id:
        raise NotFound("This post")
    return post.person_id, f"{post.title}\n\n{post.text}"


async def _profile_seen_by(
    session: AsyncSession, who: Principal, subject_id: UUID
) -> tuple[UUID, str]:
    """By a class in a cohort where one is or was, or as its staff; or by the id of its teacher.

    Ids of people are known to verified people alone, so nobody else reports by them.
    """
    seen = select(Enrolment).where(_in_sight(who)).order_by(Enrolment.id.desc()).limit(1)
    enrolment = await session.scalar(seen.where(Enrolment.id == subject_id))
    by_class = enrolment is not None
    if enrolment is None and (who.verified or who.is_staff):
        enrolment = await session.scalar(seen.where(Enrolment.person_id == subject_id))
    if enrolment is None or enrolment.person_id == who.person_id:
        raise NotFound("This profile")
    person = await session.get(Person, enrolment.person_id)
    if person is None:
        raise NotFound("This profile")
    profile = await session.get(Profile, person.id)
    words = [person.name, profile.headline, profile.about] if profile else [person.name]
    if by_class:
        group = await session.get_one(SchoolClass, enrolment.class_id)
        words += [group.name, group.description]
    return person.id, "\n\n".join(word for word in words if word)


def _in_sight(who: Principal) -> ColumnElement[bool]:
    staff = who.cohorts_with(Permission.SEE_CLASSES)
    if staff is None:
        return Enrolment.id.is_not(None)
    return or_(Enrolment.cohort_id.in_(_cohorts_of(who)), Enrolment.cohort_id.in_(staff))


def _cohorts_of(who: Principal) -> Select[UUID]:
    mine = aliased(Enrolment)
    return select(mine.cohort_id).where(mine.person_id == who.person_id)
