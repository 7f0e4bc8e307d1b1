"""Issue certificates: by the rules, and by staff with a reason."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.certificates.model import Certificate
from projects.certificates.rules import Kind, better, earned, new_code
from projects.certificates.schemas import GrantRequest
from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.partnerships.model import Member, Partnership
from projects.partnerships.queries import contributions_with, countries_of, membership
from projects.partnerships.rules import lost_for_good
from projects.people.queries import names_of
from shared import clock
from shared.audit import describe_act
from shared.contracts.projects import CertificateIssued
from shared.http import Conflict, Forbidden, NotFound, Permission, Principal
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
    for member in members:
        member.certificate_check = False
        kind = await _earned(session, member)
        if kind is not None:
            await _issue(session, member, kind)
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
    if await membership(session, who, partnership_id) is not None:
        raise Forbidden("own-partnership", "Nobody decides on their own partnership.")
    member = await session.get(Member, (partnership_id, grant.person_id), with_for_update=True)
    if member is None:
        raise NotFound("This member")
    if await _existing(session, member) is not None:
        raise Conflict("certificate-exists", "This teacher has a certificate already.")
    certificate = await _issue(session, member, "participation")
    if certificate is None:
        raise Conflict("person-unknown", "This teacher's name is not known here yet.")
    certificate.granted_by, certificate.granted_reason = who.person_id, grant.reason
    return certificate


async def _earned(session: AsyncSession, member: Member) -> Kind | None:
    partnership = await session.get(Partnership, member.partnership_id)
    project = await session.get(Project, member.partnership_id)
    if partnership is None or project is None:
        return None
    cohort = await session.get(Cohort, partnership.cohort_id)
    over = project.is_over(cohort) or lost_for_good(partnership.dissolved_reason)
    announced = await session.scalar(
        select(func.count()).where(
            Checkpoint.partnership_id == partnership.id, Checkpoint.announced_at.is_not(None)
        )
    )
    return earned(
        present=member.is_present,
        published=project.finished_at is not None,
        over=over,
        contributions=await contributions_with(session, member),
        checkpoints_announced=announced or 0,
    )


async def _existing(session: AsyncSession, member: Member) -> Certificate | None:
    query = select(Certificate).where(
        Certificate.person_id == member.person_id, Certificate.enrolment_id == member.enrolment_id
    )
    return (await session.scalars(query)).one_or_none()


async def _issue(session: AsyncSession, member: Member, kind: Kind) -> Certificate | None:
    """One per enrolment: a published result later lifts it to `project` under the same code.

    None while the enrolment or the name is unknown; hearing of either asks for another look.
    """
    names = await names_of(session, [member.person_id])
    if member.enrolment_id is None or member.person_id not in names:
        return None
    project = await session.get(Project, member.partnership_id)
    certificate = await _existing(session, member)
    if certificate is not None and not better(kind, certificate.kind):
        return certificate
    issued_before = certificate is not None
    if certificate is None:
        certificate = await _new(session, member, names[member.person_id])
    certificate.kind = kind
    certificate.partnership_id = member.partnership_id
    certificate.project_title = project.title if project else ""
    certificate.countries = await countries_of(session, member.partnership_id)
    session.add(certificate)
    await session.flush()
    if not issued_before:
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
