"""Who will hear of a project that begins or a certificate, when a cohort goes on."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from projects.certificates.standing import certified_by_closing
from projects.notices.schemas import NoticeView
from projects.opening.queries import opened_by_going_on
from shared.contracts.projects import CertificateIssued, ProjectOpened


async def notices_of_advance(
    session: AsyncSession, cohort_id: UUID, to: str, held: Collection[UUID]
) -> list[NoticeView]:
    """What the ticks will announce once the cohort is in this phase. Changes nothing."""
    if to == "project":
        event, people = ProjectOpened.type, await opened_by_going_on(session, cohort_id, held)
    elif to == "closed":
        event, people = CertificateIssued.type, await certified_by_closing(session, cohort_id, held)
    else:
        return []
    return [NoticeView(event=event, person_ids=list(people))] if people else []
