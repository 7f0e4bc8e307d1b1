"""Acts of safety: report, look, resolve, freeze and release contact."""

from datetime import UTC
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Enrolment
from partnering.enrolments.together import pair_registered_together
from partnering.invitations.closing import end_contact
from partnering.partnerships.actions import dissolve
from partnering.partnerships.contact import settle_contact_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.people.model import Person
from partnering.posts.model import PartnerPost
from partnering.profiles.model import Profile
from partnering.rescue.cases import drop_proposals_with
from partnering.room.model import Message
from partnering.safety.model import KEPT_FOR, ContactDay, Freeze, Outcome, Report, ReportAccess
from partnering.safety.queries import may_handle_reports_about
from partnering.safety.schemas import ReportRequest
from shared import clock
from shared.contracts.contact import ContactFrozen, ContactReleased, ReportFiled
from shared.http import Conflict, NotFound, Principal
from shared.outbox import announce

AT_ONCE = 200


async def file_report(session: AsyncSession, who: Principal, request: ReportRequest) -> Report:
    """Report a profile, a message or a post one can see. The words are copied as they stand now."""
    if request.subject == "message":
        about, snapshot = await _message_seen_by(session, who, request.subject_id)
    elif request.subject == "post":
        about, snapshot = await _post_seen_by(session, who, request.subject_id)
    else:
        about, snapshot = await _profile(session, request.subject_id)
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
    cohorts = select(Enrolment.cohort_id).where(Enrolment.person_id == about).distinct()
    await announce(
        session,
        ReportFiled(
            report_id=report.id,
            subject=request.subject,
            cohort_ids=tuple(sorted(await session.scalars(cohorts))),
        ),
    )
    return report


async def open_report(session: AsyncSession, who: Principal, report_id: UUID) -> Report:
    """Read a report. Whoever reads it is written down."""
    report = await _report_for(session, who, report_id)
    _log(session, who, report_id, "read")
    await session.flush()
    return report


async def resolve_report(
    session: AsyncSession, who: Principal, report_id: UUID, outcome: Outcome, note: str
) -> Report:
    report = await _report_for(session, who, report_id)
    if report.state != "open":
        raise Conflict("report-already-resolved", "This report is already resolved.")
    report.resolve(outcome, note, who.person_id, clock.now())
    _log(session, who, report_id, f"resolved: {outcome}")
    await session.flush()
    return report


async def freeze_contact(
    session: AsyncSession, who: Principal, person_id: UUID, reason: str
) -> Freeze:
    """Nobody may contact this person, nor they anybody, until an officer releases them.

    Handshakes and invitations they are part of end at once, so that nobody waits for an answer that
    cannot come. In confirmed partnerships contact is paused; everybody keeps the seat and the work.
    """
    person = await _person(session, who, person_id)
    if await _current(session, person.id) is not None:
        raise Conflict("contact-already-frozen", "Contact is already frozen.")
    now = clock.now()
    freeze = Freeze(
        person_id=person_id,
        reason=reason,
        frozen_by=who.person_id,
        frozen_at=now,
        announced_at=now,
    )
    session.add(freeze)
    await session.flush()
    await announce(session, ContactFrozen(person_id=person_id))
    await settle_contact_of(session, person_id)
    await drop_proposals_with(session, person_id)
    waiting = await session.scalars(
        with_members()
        .join(Member)
        .where(
            Member.person_id == person_id,
            Member.seated.is_(True),
            Partnership.state == "handshake",
        )
        .order_by(Partnership.id)
        .with_for_update(of=Partnership)
    )
    for partnership in waiting.unique().all():
        await dissolve(session, partnership, "frozen")
    await end_contact(session, person_id, received="expired")
    return freeze


async def release_contact(session: AsyncSession, who: Principal, person_id: UUID) -> Freeze:
    """Contact is open again; partners whom this person has named are looked at again."""
    await _person(session, who, person_id)
    freeze = await _current(session, person_id)
    if freeze is None:
        raise Conflict("contact-not-frozen", "Contact is not frozen.")
    freeze.released_by, freeze.released_at = who.person_id, clock.now()
    await session.flush()
    await announce(session, ContactReleased(person_id=person_id))
    await settle_contact_of(session, person_id)
    await pair_registered_together(session, person_id)
    return freeze


async def delete_expired_reports(session: AsyncSession) -> int:
    """Reported words are gone on the day that was fixed when they were reported."""
    due = select(Report.id).where(Report.expires_at <= clock.now()).limit(AT_ONCE)
    gone = await session.execute(delete(Report).where(Report.id.in_(due)).returning(Report.id))
    return len(gone.all())


async def delete_counted_days(session: AsyncSession) -> int:
    """How often somebody wrote on a day is of no use once that day is over."""
    over = ContactDay.day < clock.now().astimezone(UTC).date()
    due = select(ContactDay.person_id, ContactDay.day, ContactDay.reach).where(over).limit(AT_ONCE)
    key = tuple_(ContactDay.person_id, ContactDay.day, ContactDay.reach)
    gone = await session.execute(
        delete(ContactDay).where(key.in_(due)).returning(ContactDay.person_id)
    )
    return len(gone.all())


async def _person(session: AsyncSession, who: Principal, person_id: UUID) -> Person:
    # The person's row is locked: it is the aggregate of the freeze.
    known = select(Person).where(Person.id == person_id, Person.erased.is_(False))
    person = await session.scalar(known.with_for_update())
    responsible = await may_handle_reports_about(session, who, person_id)
    if person is None or person_id == who.person_id or not responsible:
        raise NotFound("This person")
    return person


async def _current(session: AsyncSession, person_id: UUID) -> Freeze | None:
    freeze: Freeze | None = await session.scalar(
        select(Freeze)
        .where(Freeze.person_id == person_id, Freeze.released_at.is_(None))
        .with_for_update()
    )
    return freeze


async def _report_for(session: AsyncSession, who: Principal, report_id: UUID) -> Report:
    report = await session.get(Report, report_id, with_for_update=True)
    if report is None or who.person_id in (report.about_person_id, report.reported_by):
        # Nobody reads or decides on a report in which they are a party.
        raise NotFound("This report")
    if not await may_handle_reports_about(session, who, report.about_person_id):
        raise NotFound("This report")
    return report


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
    mine = select(Enrolment.cohort_id).where(Enrolment.person_id == who.person_id)
    post = await session.scalar(
        select(PartnerPost).where(PartnerPost.id == post_id, PartnerPost.cohort_id.in_(mine))
    )
    if post is None or post.person_id == who.person_id:
        raise NotFound("This post")
    return post.person_id, f"{post.title}\n\n{post.text}"


async def _profile(session: AsyncSession, subject_id: UUID) -> tuple[UUID, str]:
    enrolment = await session.get(Enrolment, subject_id)
    person_id = enrolment.person_id if enrolment else subject_id
    person = await session.get(Person, person_id)
    if person is None:
        raise NotFound("This profile")
    profile = await session.get(Profile, person_id)
    words = [person.name, profile.headline, profile.about] if profile else [person.name]
    if enrolment:
        group = await session.get_one(SchoolClass, enrolment.class_id)
        words += [group.name, group.description]
    return person_id, "\n\n".join(word for word in words if word)


def _log(session: AsyncSession, who: Principal, report_id: UUID, act: str) -> None:
    session.add(ReportAccess(report_id=report_id, person_id=who.person_id, act=act, at=clock.now()))
