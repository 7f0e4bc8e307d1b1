"""Reads of safety: who is frozen, and the officer's queue."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.model import Enrolment
from partnering.people.model import Person
from partnering.people.queries import blocks_among
from partnering.safety.model import Freeze, Report, ReportAccess
from shared.http import Permission, Principal, page_of


async def frozen_among(session: AsyncSession, person_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people may neither contact others nor be contacted."""
    found = await session.scalars(
        select(Freeze.person_id).where(
            Freeze.person_id.in_(list(person_ids)), Freeze.released_at.is_(None)
        )
    )
    return set(found)


async def contact_frozen(session: AsyncSession, *person_ids: UUID) -> bool:
    """Whether an officer has frozen contact for any of these people."""
    return bool(await frozen_among(session, person_ids))


async def contact_paused(session: AsyncSession, person_ids: Iterable[UUID]) -> bool:
    """Whether somebody of this group is frozen, or two of it have blocked each other."""
    group = set(person_ids)
    if await frozen_among(session, group):
        return True
    blocks = await blocks_among(session, group)
    return any(blocks.get(one, set()) & group for one in group)


async def reports_for(
    session: AsyncSession, who: Principal, state: str | None, cursor: str | None, limit: int
) -> tuple[Sequence[Report], str | None]:
    """The officer's queue, newest first, without reports about or by the officer."""
    query = select(Report).where(
        Report.about_person_id != who.person_id,
        Report.reported_by.is_distinct_from(who.person_id),
    )
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is not None:
        query = query.where(Report.about_person_id.in_(_people_in(cohorts)))
    if state is not None:
        query = query.where(Report.state == state)
    return await page_of(session, query, key=Report.id, cursor=cursor, limit=limit)


async def may_handle_reports_about(session: AsyncSession, who: Principal, person_id: UUID) -> bool:
    """Whether the officer is responsible for this person: everywhere, or in one of their cohorts."""
    cohorts = who.cohorts_with(Permission.HANDLE_REPORTS)
    if cohorts is None:
        return True
    here = _people_in(cohorts).where(Enrolment.person_id == person_id)
    return await session.scalar(here.limit(1)) is not None


def _people_in(cohorts: Collection[UUID]) -> Select[UUID]:
    """Whoever joined one of these cohorts, also if they left it."""
    return select(Enrolment.person_id).where(Enrolment.cohort_id.in_(cohorts))


async def accesses_of(session: AsyncSession, report_id: UUID) -> Sequence[ReportAccess]:
    found = await session.scalars(
        select(ReportAccess).where(ReportAccess.report_id == report_id).order_by(ReportAccess.id)
    )
    return found.all()


async def names_of(session: AsyncSession, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    wanted = {one for one in person_ids if one is not None}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
