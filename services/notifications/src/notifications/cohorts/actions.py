"""Keeping the projection of cohorts and their participants up to date."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.model import Cohort, Participant
from shared.contracts.course import CohortAdvanced, CohortChanged
from shared.contracts.partnering import EnrolmentJoined, EnrolmentLeft


async def keep_cohort(session: AsyncSession, event: CohortChanged | CohortAdvanced) -> None:
    facts = {"title": event.title, "phase": event.phase}
    await session.execute(
        insert(Cohort)
        .values(id=event.cohort_id, **facts)
        .on_conflict_do_update(index_elements=[Cohort.id], set_=facts)
    )


async def keep_participant(session: AsyncSession, event: EnrolmentJoined) -> None:
    """An enrolment counts from the waiting list on: these people wait for news too."""
    await session.execute(
        insert(Participant)
        .values(
            enrolment_id=event.enrolment_id,
            cohort_id=event.cohort_id,
            person_id=event.person_id,
        )
        .on_conflict_do_nothing()
    )


async def drop_participant(session: AsyncSession, event: EnrolmentLeft) -> None:
    await session.execute(delete(Participant).where(Participant.enrolment_id == event.enrolment_id))
