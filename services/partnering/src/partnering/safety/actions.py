"""Acts of safety officers: look, resolve, freeze and release contact."""

from datetime import UTC
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.together import pair_registered_together
from partnering.invitations.closing import end_contact
from partnering.partnerships.actions import dissolve
from partnering.partnerships.contact import settle_contact_of
from partnering.partnerships.model import Member, Partnership
from partnering.partnerships.queries import with_members
from partnering.partnerships.ties import require_in_office, require_untied
from partnering.people.model import Person
from partnering.rescue.cases import drop_proposals_with
from partnering.safety.model import ContactDay, Freeze, Outcome, Report, ReportAccess
from partnering.safety.queries import (
    cohort_of,
    cohorts_of,
    may_handle_reports_about,
    no_party,
)
from shared import clock
from shared.audit import describe_act
from shared.contracts.contact import ContactFrozen, ContactReleased
from shared.http import Conflict, Forbidden, NotFound, Permission, Principal
from shared.outbox import announce

AT_ONCE = 200


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
    # Whom the report is about stays with the officers; other staff read the audit, too.
    cohort_id = await cohort_of(session, who, report.about_person_id)
    describe_act(session, detail=outcome, cohort_id=cohort_id)
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
    cohort_ids = await cohorts_of(session, who, person_id)
    current = await _current(session, person.id)
    if current is not None and current.cohort_ids is not None and cohort_ids is None:
        current.widen(reason)
        return current
    if current is not None:
        raise Conflict("contact-already-frozen", "Contact is already frozen.")
    now = clock.now()
    freeze = Freeze(
        person_id=person_id,
        reason=reason,
        cohort_ids=cohort_ids,
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
    """Contact is open again; partners whom this person has named are looked at again.

    Whoever lifts a freeze answers for every cohort for which it was set, or for the programme.
    """
    await _person(session, who, person_id)
    freeze = await _current(session, person_id)
    if freeze is None:
        raise Conflict("contact-not-frozen", "Contact is not frozen.")
    if not freeze.within(who.cohorts_with(Permission.HANDLE_REPORTS)):
        raise Forbidden(
            "frozen-for-others", "An officer who answers for more has paused contact, and lifts it."
        )
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
    if person is None or not responsible:
        raise NotFound("This person")
    describe_act(session, cohort_id=await cohort_of(session, who, person_id))
    await require_untied(session, who, [person_id])
    return person


async def _current(session: AsyncSession, person_id: UUID) -> Freeze | None:
    freeze: Freeze | None = await session.scalar(
        select(Freeze)
        .where(Freeze.person_id == person_id, Freeze.released_at.is_(None))
        .with_for_update()
    )
    return freeze


async def _report_for(session: AsyncSession, who: Principal, report_id: UUID) -> Report:
    await require_in_office(session, who)
    # Nobody reads or decides on a report in which they, or somebody they are tied to, are a party.
    seen = select(Report).where(Report.id == report_id, no_party(who))
    report = await session.scalar(seen.with_for_update())
    if report is None:
        raise NotFound("This report")
    if not await may_handle_reports_about(session, who, report.about_person_id):
        raise NotFound("This report")
    return report


def _log(session: AsyncSession, who: Principal, report_id: UUID, act: str) -> None:
    session.add(ReportAccess(report_id=report_id, person_id=who.person_id, act=act, at=clock.now()))
