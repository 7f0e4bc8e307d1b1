"""Issue certificates by the rules, withdraw what the close alone had earned, and let staff grant."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.certificates.model import Certificate
from projects.certificates.rules import Kind, better, new_code
from projects.certificates.schemas import GrantRequest
from projects.certificates.standing import Standing, standings_at
from projects.cohorts.model import Cohort
from projects.partnerships.model import Member, Partnership
from projects.partnerships.queries import countries_of, refuse_own
from projects.people.queries import names_of
from shared import clock
from shared.audit import describe_act
from shared.contracts.projects import CertificateIssued, CertificateWithdrawn
from shared.http import Conflict, NotFound, Permission, Principal
from shared.ids import new_id
from shared.outbox import announce

BATCH = 100


async def issue_certificates(session: AsyncSession) -> int:
    """Tick: look at the members for whom something happened. Returns how many were looked at."""
    waiting = (
        select(Member)
        .where(Member.certificate_check)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    members = (await session.scalars(waiting)).all()
    standings = await standings_at(
        session, [(member.partnership_id, member.person_id) for member in members]
    )
    for member in members:
        member.certificate_check = False
        standing = standings.get((member.partnership_id, member.person_id))
        if standing is not None:
            await _decide(session, member, standing)
    return len(members)


async def grant_certificate(
    session: AsyncSession, who: Principal, partnership_id: UUID, grant: GrantRequest
) -> Certificate:
    """Staff certify a share that no rule could see, for instance of somebody whose partner was lost
    before the project began. Also for somebody who had to leave."""
    partnership = await session.get(Partnership, partnership_id)
    if partnership is None or not who.may(Permission.GRANT_CERTIFICATES, partnership.cohort_id):
        raise NotFound("This partnership")
    describe_act(session, about=[grant.person_id])
    await refuse_own(session, who, partnership_id)
    member = await session.get(Member, (partnership_id, grant.person_id), with_for_update=True)
    if member is None:
        raise NotFound("This member")
    existing = await _existing(session, member)
    if existing is not None and existing.is_valid:
        raise Conflict("certificate-exists", "This teacher has a certificate already.")
    certificate = await _issue(session, member, "participation", by_close=False)
    if certificate is None:
        raise Conflict("person-unknown", "This teacher's name is not known here yet.")
    certificate.granted_by, certificate.granted_reason = who.person_id, grant.reason
    return certificate


async def _decide(session: AsyncSession, member: Member, standing: Standing) -> None:
    kind = standing.earns(over=standing.over)
    if kind is None:
        await _withdraw(session, member)
    else:
        await _issue(session, member, kind, by_close=standing.earns(over=False) is None)


async def _withdraw(session: AsyncSession, member: Member) -> None:
    """Staff took the close back, or hold the partnership again: what the close alone had earned is
    not valid until it is earned anew. The code stays, so that whoever was shown it can verify it."""
    certificate = await _existing(session, member)
    if certificate is None or not certificate.by_close or not certificate.is_valid:
        return
    if certificate.partnership_id != member.partnership_id:
        return
    certificate.withdrawn_at = clock.now()
    await announce(
        session,
        CertificateWithdrawn(
            certificate_id=certificate.id,
            person_id=certificate.person_id,
            cohort_id=certificate.cohort_id,
            code=certificate.code,
        ),
    )


async def _existing(session: AsyncSession, member: Member) -> Certificate | None:
    query = select(Certificate).where(
        Certificate.person_id == member.person_id, Certificate.enrolment_id == member.enrolment_id
    )
    return (await session.scalars(query)).one_or_none()


async def _issue(
    session: AsyncSession, member: Member, kind: Kind, *, by_close: bool
) -> Certificate | None:
    """One per enrolment: a published result later lifts it to `project` under the same code, and
    one that was withdrawn becomes valid again.

    None while the enrolment or the name is unknown; hearing of either asks for another look.
    """
    names = await names_of(session, [member.person_id])
    if member.enrolment_id is None or member.person_id not in names:
        return None
    project = await session.get(Project, member.partnership_id)
    certificate = await _existing(session, member)
    if certificate is not None and certificate.is_valid and not better(kind, certificate.kind):
        certificate.by_close = certificate.by_close and by_close
        return certificate
    valid_before = certificate is not None and certificate.is_valid
    if certificate is None:
        certificate = await _new(session, member, names[member.person_id])
    elif not valid_before:
        certificate.withdrawn_at, certificate.issued_at = None, clock.now()
    certificate.kind, certificate.by_close = kind, by_close
    certificate.partnership_id = member.partnership_id
    certificate.project_title = project.title if project else ""
    certificate.countries = await countries_of(session, member.partnership_id)
    session.add(certificate)
    await session.flush()
    if not valid_before:
        await announce(
            session,
            CertificateIssued(
                certificate_id=certificate.id,
                person_id=certificate.person_id,
                cohort_id=certificate.cohort_id,
                code=certificate.code,
            ),
        )
    return certificate


async def _new(session: AsyncSession, member: Member, name: str) -> Certificate:
    partnership = await session.get(Partnership, member.partnership_id)
    assert partnership is not None
    assert member.enrolment_id is not None
    cohort = await session.get(Cohort, partnership.cohort_id)
    return Certificate(
        id=new_id(),
        code=new_code(),
        person_id=member.person_id,
        enrolment_id=member.enrolment_id,
        cohort_id=partnership.cohort_id,
        name=name,
        school_name=member.school_name,
        cohort_title=cohort.title if cohort else "",
        issued_at=clock.now(),
    )
