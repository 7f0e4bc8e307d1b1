"""Cases end with what they are about: in the same transaction, whoever ended it."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership
from partnering.rescue.model import RescueCase
from shared import clock

WITH_THE_COHORT = UUID(int=0)
"""Who decided a case that ended since its cohort was closed; it is open again if that is undone."""


async def end_case(session: AsyncSession, partnership_id: UUID) -> None:
    """The partnership is over, or nobody in it is left alone any more."""
    await session.execute(
        update(RescueCase)
        .where(RescueCase.partnership_id == partnership_id, RescueCase.state == "open")
        .values(state="closed", decided_at=clock.now())
    )


async def end_cases_in(session: AsyncSession, cohort_id: UUID) -> None:
    """The cohort is closed: nobody gets a new partner in it any more."""
    await session.execute(
        update(RescueCase)
        .where(RescueCase.cohort_id == cohort_id, RescueCase.state == "open")
        .values(state="closed", decided_at=clock.now(), decided_by=WITH_THE_COHORT)
        .execution_options(synchronize_session=False)
    )


async def reopen_cases_in(session: AsyncSession, cohort_id: UUID) -> None:
    """Closing the cohort was taken back, and so is the end of its cases."""
    going_on = select(Partnership.id).where(
        Partnership.cohort_id == cohort_id, Partnership.state == "confirmed"
    )
    await session.execute(
        update(RescueCase)
        .where(
            RescueCase.cohort_id == cohort_id,
            RescueCase.state == "closed",
            RescueCase.decided_by == WITH_THE_COHORT,
            RescueCase.partnership_id.in_(going_on),
        )
        .values(state="open", decided_at=None, decided_by=None)
        .execution_options(synchronize_session=False)
    )
