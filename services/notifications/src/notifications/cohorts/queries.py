"""Reading the projection of cohorts."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.cohorts.model import Cohort, Participant
from notifications.partnerships.model import Member


async def titles_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(ids)
    if not wanted:
        return {}
    found = await session.execute(select(Cohort.id, Cohort.title).where(Cohort.id.in_(wanted)))
    return {row.id: row.title for row in found}


def participants(cohort_id: UUID | None) -> Select[UUID]:
    """Everybody who takes part in the cohort, or in any; a select for fan-out, one row a person."""
    everybody = select(Participant.person_id).distinct()
    return everybody if cohort_id is None else everybody.where(Participant.cohort_id == cohort_id)


def participants_moving(cohort_id: UUID, held: tuple[UUID, ...]) -> Select[UUID]:
    """The participants of a cohort except the members of partnerships that stay behind."""
    moving = participants(cohort_id)
    if not held:
        return moving
    return moving.where(Participant.person_id.not_in(members_of(held)))


def members_of(partnership_ids: tuple[UUID, ...]) -> Select[UUID]:
    return select(Member.person_id).where(Member.partnership_id.in_(partnership_ids)).distinct()
