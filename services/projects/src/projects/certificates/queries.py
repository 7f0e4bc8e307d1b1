"""Read and verify certificates."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.certificates.model import Certificate
from projects.certificates.rules import needed_contributions, read_code, share_is_done
from projects.certificates.schemas import CertificateAhead, CertificateView, MyCertificates
from projects.overview.summaries import Summary, summaries
from projects.partnerships.model import Member
from projects.partnerships.queries import contributions_of
from projects.showcase.model import ShowcaseEntry
from shared.http import NotFound


async def certificates_of(session: AsyncSession, person_id: UUID) -> MyCertificates:
    """The newest first; and for each running project what a certificate still takes."""
    query = (
        select(Certificate, ShowcaseEntry.slug)
        .outerjoin(ShowcaseEntry, ShowcaseEntry.partnership_id == Certificate.partnership_id)
        .where(Certificate.person_id == person_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )
    rows = (await session.execute(query)).all()
    seats = (
        await session.scalars(
            select(Member).where(Member.person_id == person_id, Member.left_at.is_(None))
        )
    ).all()
    certified = {one.enrolment_id for one, _slug in rows if one.is_valid}
    open_seats = [seat.partnership_id for seat in seats if seat.enrolment_id not in certified]
    ahead = [
        await _ahead(session, summary, person_id)
        for summary in await summaries(session, open_seats)
        if summary.is_open
    ]
    return MyCertificates(items=[_view(each, slug) for each, slug in rows], ahead=ahead)


async def verify(session: AsyncSession, typed: str) -> CertificateView:
    """By its code, however it was typed from paper. One that was withdrawn says so."""
    code = read_code(typed)
    query = (
        select(Certificate, ShowcaseEntry.slug)
        .outerjoin(ShowcaseEntry, ShowcaseEntry.partnership_id == Certificate.partnership_id)
        .where(Certificate.code == code)
    )
    found = (await session.execute(query)).one_or_none() if code else None
    if found is None:
        raise NotFound("A certificate with this code")
    return _view(*found)


def _view(certificate: Certificate, slug: str | None) -> CertificateView:
    fields = {
        name: getattr(certificate, name) for name in CertificateView.model_fields if name != "slug"
    }
    return CertificateView(**fields, slug=slug)


async def _ahead(session: AsyncSession, summary: Summary, person_id: UUID) -> CertificateAhead:
    contributions = (await contributions_of(session, summary.partnership.id)).get(person_id, 0)
    announced = sum(each.announced_at is not None for each in summary.checkpoints)
    return CertificateAhead(
        partnership_id=summary.partnership.id,
        cohort_title=summary.cohort_title,
        project_title=summary.title,
        contributions=contributions,
        contributions_needed=needed_contributions(announced),
        share_done=share_is_done(contributions, announced),
        result_status=summary.result_status,
    )
