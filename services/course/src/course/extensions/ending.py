"""Time: reminding of the last day, and ending a partnership after it."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.advancing.extending import close_apart
from course.cohorts.model import Cohort
from course.cohorts.rules import next_reminder
from course.partnerships.model import Partnership
from course.partnerships.queries import members_of
from shared import clock
from shared.contracts.extensions import ExtensionEnding
from shared.outbox import announce

BATCH = 100


async def end_extensions(session: AsyncSession) -> int:
    """Tick: close whose last day is over everywhere, with whatever is done."""
    rows = await session.execute(
        select(Partnership, Cohort)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Cohort.phase == "closed",
            Partnership.status == "confirmed",
            Partnership.phase != "closed",
            Partnership.extended_until < clock.earliest_today(),
        )
        .order_by(Partnership.id)
        .limit(BATCH)
        .with_for_update(of=Partnership, skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    over: dict[Cohort, list[Partnership]] = defaultdict(list)
    for partnership, cohort in rows:
        over[cohort].append(partnership)
    for cohort, partnerships in over.items():
        await close_apart(session, cohort, partnerships)
    return sum(map(len, over.values()))


async def remind_of_last_days(session: AsyncSession) -> int:
    """Tick: a week before the last day and on the day before. Rests while contact is paused."""
    today = clock.today()
    found = await session.scalars(
        select(Partnership)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Cohort.phase == "closed",
            Partnership.status == "confirmed",
            Partnership.phase != "closed",
            Partnership.contact_paused_at.is_(None),
            Partnership.extended_until >= today,
            Partnership.remind_on <= today,
        )
        .order_by(Partnership.id)
        .limit(BATCH)
        .with_for_update(of=Partnership, skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    partnerships = found.all()
    for partnership in partnerships:
        assert partnership.extended_until is not None
        partnership.remind_on = next_reminder(partnership.extended_until, today)
        members = await members_of(session, partnership.id)
        await announce(
            session,
            ExtensionEnding(
                partnership_id=partnership.id,
                cohort_id=partnership.cohort_id,
                person_ids=tuple(one.person_id for one in members),
                until=partnership.extended_until,
            ),
        )
    return len(partnerships)
