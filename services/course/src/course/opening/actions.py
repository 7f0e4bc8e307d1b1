"""Opening courses and their weeks when they are due."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Advance, Cohort
from course.content.model import Week, WeekText
from course.learning.completion import has_open_steps
from course.moving.actions import note_late_move
from course.partnerships.model import CourseWeek, Member, Partnership
from course.partnerships.queries import members_of
from course.partnerships.rules import WeekDate, fixed_weeks, next_monday, rolling_weeks
from course.plans.model import Plan
from course.silence.actions import set_clock
from shared import clock
from shared.contracts.course import CourseOpened, WeekOpened
from shared.outbox import announce

BATCH = 100


def _opens_now() -> Sequence[object]:
    """Rolling: once confirmed. Fixed: once its cohort is in the course, or its date has come and
    staff have not taken an opening back."""
    taken_back = exists().where(
        Advance.cohort_id == Cohort.id,
        Advance.to_phase == "course",
        Advance.undone_at.is_not(None),
    )
    by_date = and_(
        Cohort.phase == "partnering", Cohort.course_starts_on <= clock.today(), ~taken_back
    )
    rolling = and_(Cohort.pace == "rolling", Cohort.phase == "partnering")
    return (rolling, Cohort.phase.in_(["course", "project"]), by_date)


async def open_due_courses(session: AsyncSession) -> int:
    """Tick: courses of confirmed partnerships whose time has come, a batch at a time."""
    rows = await session.execute(
        select(Partnership, Cohort)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(
            Partnership.status == "confirmed",
            Partnership.course_opened_at.is_(None),
            or_(
                Partnership.held_by_staff.is_(False) & or_(*_opens_now()),  # type: ignore[arg-type]
                # Whoever goes on after the close begins then, if nothing has begun yet.
                (Cohort.phase == "closed") & (Partnership.extended_until >= clock.today()),
            ),
            Partnership.phase != "closed",
        )
        .order_by(Partnership.id)
        .limit(BATCH)
        .with_for_update(of=Partnership, skip_locked=True, key_share=True)
    )
    found = rows.all()
    for partnership, cohort in found:
        await open_course(session, partnership, cohort)
    return len(found)


async def open_course(session: AsyncSession, partnership: Partnership, cohort: Cohort) -> None:
    """Plan the weeks, begin an empty plan, start the clock and say so. The row must be locked."""
    members = await members_of(session, partnership.id)
    planned = await planned_weeks(session, partnership, cohort)
    statement = insert(CourseWeek).values(
        [
            {"partnership_id": partnership.id, "number": one.number, "opens_on": one.opens_on}
            for one in planned
        ]
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[CourseWeek.partnership_id, CourseWeek.number],
            set_={"opens_on": statement.excluded.opens_on},
        )
    )
    await session.execute(
        insert(Plan)
        .values(partnership_id=partnership.id, cohort_id=cohort.id, version=1, content={})
        .on_conflict_do_nothing()
    )
    if partnership.phase == "partnering":
        await note_late_move(session, partnership, "course")
    partnership.course_starts_on = planned[0].opens_on
    partnership.course_opened_at = clock.now()
    await set_clock(session, partnership)
    await announce(
        session,
        CourseOpened(
            partnership_id=partnership.id,
            cohort_id=cohort.id,
            person_ids=tuple(one.person_id for one in members),
            starts_on=planned[0].opens_on,
        ),
    )


async def planned_weeks(
    session: AsyncSession, partnership: Partnership, cohort: Cohort, *, after: int = 0
) -> list[WeekDate]:
    """When the weeks `after` this one open for it in this cohort."""
    weeks = await session.scalar(
        select(func.count()).select_from(Week).where(Week.cohort_id == cohort.id)
    )
    if cohort.pace == "fixed":
        planned = fixed_weeks(cohort.course_starts_on, clock.today(), weeks or 0)
        return [one for one in planned if one.number > after]
    members = await members_of(session, partnership.id)
    calendars = {one.person_id: one.free_ranges() for one in members}
    return rolling_weeks(next_monday(clock.today()), calendars, weeks or 0, first=after + 1)


async def open_due_weeks(session: AsyncSession) -> int:
    """Tick: weeks whose day has come. Whoever comes late is told of the newest open week only."""
    rows = await session.scalars(
        select(Partnership)
        .where(
            Partnership.status == "confirmed",
            Partnership.course_opened_at.is_not(None),
            Partnership.phase != "closed",
            exists().where(
                CourseWeek.partnership_id == Partnership.id,
                CourseWeek.opened_at.is_(None),
                CourseWeek.opens_on <= clock.today(),
            ),
        )
        .order_by(Partnership.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, key_share=True)
    )
    partnerships = rows.all()
    for partnership in partnerships:
        await _open_weeks(session, partnership)
    return len(partnerships)


async def _open_weeks(session: AsyncSession, partnership: Partnership) -> None:
    due = (
        await session.scalars(
            select(CourseWeek)
            .where(
                CourseWeek.partnership_id == partnership.id,
                CourseWeek.opened_at.is_(None),
                CourseWeek.opens_on <= clock.today(),
            )
            .order_by(CourseWeek.number)
        )
    ).all()
    members = await members_of(session, partnership.id)
    for member in members:
        if not await has_open_steps(session, partnership, member.person_id):
            member.expected_since = clock.now()
    for week in due:
        week.opened_at = clock.now()
    await set_clock(session, partnership)
    titles = await _week_titles(session, partnership, due[-1].number)
    await announce(
        session,
        WeekOpened(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=tuple(one.person_id for one in members),
            week=due[-1].number,
            title=titles.get(partnership.language) or titles.get("en") or str(due[-1].number),
            titles=titles,
        ),
    )


async def _week_titles(
    session: AsyncSession, partnership: Partnership, number: int
) -> dict[str, str]:
    """By language."""
    found = await session.execute(
        select(WeekText.language, WeekText.title)
        .join(Week, Week.id == WeekText.week_id)
        .where(Week.cohort_id == partnership.cohort_id, Week.number == number)
    )
    return {row.language: row.title for row in found}


async def replan_weeks(
    session: AsyncSession, partnership: Partnership, members: Sequence[Member]
) -> None:
    """In a rolling cohort, unopened weeks follow the holidays of who is there now."""
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    if cohort.pace != "rolling" or partnership.course_opened_at is None:
        return
    weeks = (
        await session.scalars(
            select(CourseWeek)
            .where(CourseWeek.partnership_id == partnership.id, CourseWeek.opened_at.is_(None))
            .order_by(CourseWeek.number)
        )
    ).all()
    if not weeks:
        return
    monday = max(weeks[0].opens_on, next_monday(clock.today()))
    calendars = {one.person_id: one.free_ranges() for one in members}
    planned = rolling_weeks(monday, calendars, weeks[-1].number, first=weeks[0].number)
    for week, date_ in zip(weeks, planned, strict=True):
        week.opens_on = date_.opens_on
