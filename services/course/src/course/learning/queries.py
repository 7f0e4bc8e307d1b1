"""The course of one partnership as one of its members sees it."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.cohorts.rules import is_behind
from course.content.queries import OutlinedStep, OutlinedWeek, outline, read_step
from course.learning.model import StepDone
from course.learning.rules import (
    Tick,
    current_week,
    is_complete,
    minutes_left,
    next_step,
    waits_for,
)
from course.learning.schemas import (
    CourseAnswer,
    MemberAnswer,
    MyCourse,
    NextStep,
    StepPage,
    StepProgress,
    WeekProgress,
)
from course.partnerships.model import CourseWeek, Member, Partnership
from course.partnerships.queries import (
    members_by_partnership,
    members_of,
    partnership_of,
    people_by_id,
    weeks_of,
)
from course.partnerships.rules import free_for
from course.plans.model import Plan
from course.silence.actions import is_asked
from shared.http import NotFound, Principal


async def read_course(
    session: AsyncSession, who: Principal, partnership_id: UUID, language: str
) -> CourseAnswer:
    """Everything the path of four weeks shows."""
    partnership, seat = await partnership_of(session, who, partnership_id)
    cohort = await session.get_one(Cohort, partnership.cohort_id)
    members = await members_of(session, partnership.id)
    weeks = await outline(session, cohort.id, language)
    dates = {one.number: one for one in await weeks_of(session, partnership.id)}
    done = await _done_by(session, partnership.id)
    plan = await session.get(Plan, partnership.id)
    ids = [one.person_id for one in members]
    ticks = [_tick(week, step, done) for week in weeks for step in week.steps]
    opened = {number for number, one in dates.items() if one.opened_at is not None}
    upcoming = next_step(ticks, opened, who.person_id, ids)
    joint = [one for one in ticks if one.kind == "joint"]
    return CourseAnswer(
        partnership_id=partnership.id,
        cohort_id=cohort.id,
        cohort_title=cohort.title,
        phase=partnership.phase,
        starts_on=partnership.course_starts_on,
        ends_on=_ends_on(list(dates.values())),
        completed_at=partnership.course_completed_at,
        members=await member_answers(session, members),
        calendars_unknown_for=[one.person_id for one in members if not one.calendar_known],
        weeks=_weeks(weeks, dates, members, done, who.person_id),
        current_week=current_week(opened),
        next_step=_next(upcoming, who.person_id, ids),
        joint_done=sum(is_complete("joint", one.done_by, who.person_id, ids) for one in joint),
        joint_total=len(joint),
        minutes_left=minutes_left(ticks, opened, who.person_id),
        plan_status=plan.status if plan else "draft",
        check_in_asked=is_asked(partnership, seat),
    )


async def read_step_page(
    session: AsyncSession, who: Principal, partnership_id: UUID, step_id: UUID, language: str
) -> StepPage:
    """One step with its text, who has done it, and its neighbours. Steps of closed weeks stay
    closed, so that partners walk together."""
    course = await read_course(session, who, partnership_id, language)
    found = [(week, step) for week in course.weeks for step in week.steps]
    position = next((at for at, (_, step) in enumerate(found) if step.id == step_id), None)
    if position is None or not found[position][0].opened:
        raise NotFound("This step")
    week, progress = found[position]
    following = found[position + 1] if position + 1 < len(found) else None
    return StepPage(
        step=await read_step(session, step_id, language),
        progress=progress,
        members=course.members,
        opened=week.opened,
        previous_step_id=found[position - 1][1].id if position else None,
        following_step_id=following[1].id if following and following[0].opened else None,
    )


async def my_courses(session: AsyncSession, who: Principal) -> list[MyCourse]:
    """My partnerships with their phases, the newest first."""
    week = (
        select(func.max(CourseWeek.number))
        .where(CourseWeek.partnership_id == Partnership.id, CourseWeek.opened_at.is_not(None))
        .correlate(Partnership)
        .scalar_subquery()
    )
    rows = (
        await session.execute(
            select(Partnership, Cohort, week)
            .join(Cohort, Cohort.id == Partnership.cohort_id)
            .join(Member, Member.partnership_id == Partnership.id)
            .where(
                Partnership.status == "confirmed",
                Member.person_id == who.person_id,
                Member.left_at.is_(None),
            )
            .order_by(Partnership.id.desc())
            .limit(100)
        )
    ).all()
    seats = await members_by_partnership(session, [row[0].id for row in rows])
    people = await people_by_id(session, {one.person_id for all_ in seats.values() for one in all_})
    return [
        MyCourse(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            cohort_title=cohort.title,
            phase=partnership.phase,
            partners=[
                people[one.person_id].name
                for one in seats.get(partnership.id, [])
                if one.person_id != who.person_id and one.person_id in people
            ],
            starts_on=partnership.course_starts_on,
            current_week=number,
            completed_at=partnership.course_completed_at,
            cohort_phase=cohort.phase,
            behind=is_behind(cohort.pace, cohort.phase, partnership.phase),
            extended_until=partnership.extended_until,
        )
        for partnership, cohort, number in rows
    ]


async def member_answers(session: AsyncSession, members: Sequence[Member]) -> list[MemberAnswer]:
    """Members with their names; somebody whose account is gone has none."""
    people = await people_by_id(session, {one.person_id for one in members})
    return [
        MemberAnswer(
            person_id=one.person_id,
            name=people[one.person_id].name if one.person_id in people else "",
            country=one.country,
            zone=one.zone,
            school_name=one.school_name,
        )
        for one in members
    ]


async def _done_by(session: AsyncSession, partnership_id: UUID) -> dict[UUID, frozenset[UUID]]:
    rows = await session.execute(
        select(StepDone.step_id, func.array_agg(StepDone.person_id))
        .where(StepDone.partnership_id == partnership_id)
        .group_by(StepDone.step_id)
    )
    return {step_id: frozenset(people) for step_id, people in rows}


def _tick(week: OutlinedWeek, step: OutlinedStep, done: dict[UUID, frozenset[UUID]]) -> Tick:
    ticked = done.get(step.id, frozenset())
    return Tick(step.id, week.number, step.kind, step.minutes, step.title, ticked)


def _ends_on(dates: Sequence[CourseWeek]) -> date | None:
    return max(one.opens_on for one in dates) + timedelta(days=6) if dates else None


def _next(step: Tick | None, me: UUID, members: Sequence[UUID]) -> NextStep | None:
    if step is None:
        return None
    return NextStep(
        week=step.week,
        step_id=step.step_id,
        title=step.title,
        kind=step.kind,
        minutes=step.minutes,
        waits_for=waits_for(step, me, members),
    )


def _weeks(
    weeks: Sequence[OutlinedWeek],
    dates: dict[int, CourseWeek],
    members: Sequence[Member],
    done: dict[UUID, frozenset[UUID]],
    me: UUID,
) -> list[WeekProgress]:
    """The weeks that have dates; before the course opens there are none to show."""
    calendars = {one.person_id: one.free_ranges() for one in members}
    answers = []
    for week in weeks:
        opening = dates.get(week.number)
        if opening is None:
            continue
        steps = [_progress(step, done, me, list(calendars)) for step in week.steps]
        answers.append(
            WeekProgress(
                number=week.number,
                title=week.title,
                summary=week.summary,
                opens_on=opening.opens_on,
                opened=opening.opened_at is not None,
                school_free_for=free_for(opening.opens_on, calendars),
                steps=steps,
                complete=all(step.complete for step in steps),
            )
        )
    return answers


def _progress(
    step: OutlinedStep, done: dict[UUID, frozenset[UUID]], me: UUID, members: Sequence[UUID]
) -> StepProgress:
    ticked = done.get(step.id, frozenset())
    return StepProgress(
        id=step.id,
        key=step.key,
        position=step.position,
        kind=step.kind,
        minutes=step.minutes,
        title=step.title,
        done_by=[person for person in members if person in ticked],
        mine_done=me in ticked,
        complete=is_complete(step.kind, ticked, me, members),
    )
