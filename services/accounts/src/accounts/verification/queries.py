"""Reading the verification queue."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.verification.model import VerificationRequest


async def waiting_request(session: AsyncSession, person_id: UUID) -> VerificationRequest | None:
    query = select(VerificationRequest).where(
        VerificationRequest.person_id == person_id, VerificationRequest.status == "waiting"
    )
    return (await session.scalars(query.with_for_update())).one_or_none()


async def requests_of(session: AsyncSession, person_id: UUID) -> Sequence[VerificationRequest]:
    """Newest first."""
    query = (
        select(VerificationRequest)
        .where(VerificationRequest.person_id == person_id)
        .order_by(VerificationRequest.id.desc())
    )
    return (await session.scalars(query)).all()


def requests_with(status: str) -> Select[VerificationRequest]:
    return select(VerificationRequest).where(VerificationRequest.status == status)
