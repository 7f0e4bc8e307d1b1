"""What decides about the advance of a cohort, and where its partnerships are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.rules import Situation
from course.partnerships.model import Member, Partnership
from course.plans.model import Plan


async def situations(
    session: AsyncSession, cohort_id: UUID, *, lock: bool = False
) -> Sequence[Situation]:
    """What decides about each partnership of a cohort, by one statement."""
    people = (
        select(func.array_agg(aggregate_order_by(Member.person_id, Member.person_id)))
        .where(Member.partnership_id == Partnership.id, Member.left_at.is_(None))
        .correlate(Partnership)
        .scalar_subquery()
    )
    query = (
        select(
            Partnership.id,
            Partnership.status,
            Partnership.phase,
            Plan.status,
            people,
            Partnership.course_opened_at.is_not(None),
            Partnership.extended_until,
            Partnership.finishes_alone,
        )
        .outerjoin(Plan, Plan.partnership_id == Partnership.id)
        .where(Partnership.cohort_id == cohort_id)
        .order_by(Partnership.id)
    )
    if lock:
        query = query.with_for_update(of=Partnership, key_share=True)
    return [
        Situation(
            key,
            status,
            phase,
            plan,
            tuple(person_ids or ()),
            course_opened=opened,
            extended_until=until,
            finishes_alone=alone,
        )
        for key, status, phase, plan, person_ids, opened, until, alone in await session.execute(
            query
        )
    ]


async def count_partnerships(session: AsyncSession, cohort_id: UUID) -> dict[str, int]:
    """Partnerships by phase; those still shaking hands count apart."""
    rows = await session.execute(
        select(Partnership.status, Partnership.phase, func.count())
        .where(Partnership.cohort_id == cohort_id, Partnership.status != "dissolved")
        .group_by(Partnership.status, Partnership.phase)
    )
    counts: dict[str, int] = {}
    for status, phase, number in rows:
        key = "handshake" if status == "handshake" else phase
        counts[key] = counts.get(key, 0) + number
    return counts


async def count_plans(session: AsyncSession, cohort_id: UUID) -> dict[str, int]:
    rows = await session.execute(
        select(Plan.status, func.count())
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .where(Plan.cohort_id == cohort_id, Partnership.status == "confirmed")
        .group_by(Plan.status)
    )
    return dict(rows.all())
