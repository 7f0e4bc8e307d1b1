"""Keeping the projection of cohorts and their participants up to date."""

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.model import Cohort, Participant
from shared.contracts.course import CohortAdvanced, CohortChanged
from shared.contracts.partnering import EnrolmentJoined, EnrolmentLeft
from shared.contracts.transfers import PartnershipTransferred


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


async def move_participants(session: AsyncSession, event: PartnershipTransferred) -> None:
    """Their classes take part in the other cohort from now on."""
    await session.execute(
        update(Participant)
        .where(Participant.enrolment_id.in_(event.enrolment_ids))
        .values(cohort_id=event.cohort_id)
    )
