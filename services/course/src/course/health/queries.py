"""The health board of a cohort, from what can be seen without reading anybody's words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.content.model import Step, Week
from course.health.model import CheckpointSignal
from course.health.rules import Visible, judge
from course.health.schemas import FactAnswer, HealthBoard, MemberHealth, PartnershipHealth
from course.learning.model import StepDone
from course.partnerships.model import CourseWeek, Member, Partnership
from course.partnerships.queries import members_by_partnership, people_by_id
from course.partnerships.rules import is_free
from course.plans.model import Plan
from course.reviews.model import Review
from course.silence.actions import clock_runs, is_asked, seat_of
from course.silence.rules import DAY, quiet_days
from shared import clock
from shared.http import Principal

_ORDER = {"red": 0, "amber": 1, "green": 2}
LIMIT = 100


@dataclass(frozen=True)
class _Numbers:
    week: int | None
    steps_open: int
    steps_done: int
    steps_of_past_weeks_open: int
    reviews_overdue: int
    help_asked_at: datetime | None
    report_due_on: date | None


async def health_board(
    session: AsyncSession, who: Principal, cohort_id: UUID, colour: str | None, offset: int
) -> HealthBoard:
    """Red first. The acting person's own partnership is left out: others look after it."""
    judged = sorted(
        await _judged(session, who, cohort_id),
        key=lambda one: (_ORDER[one.colour], one.partnership_id),
    )
    counts = Counter(one.colour for one in judged)
    shown = [one for one in judged if colour is None or one.colour == colour]
    more = len(shown) > offset + LIMIT
    return HealthBoard(
        cohort_id=cohort_id,
        green=counts["green"],
        amber=counts["amber"],
        red=counts["red"],
        items=shown[offset : offset + LIMIT],
        next_cursor=str(offset + LIMIT) if more else None,
    )


async def _judged(
    session: AsyncSession, who: Principal, cohort_id: UUID
) -> list[PartnershipHealth]:
    own = select(Member.partnership_id).where(Member.person_id == who.person_id)
    rows = (
        await session.execute(
            select(Partnership, Plan)
            .outerjoin(Plan, Plan.partnership_id == Partnership.id)
            .where(
                Partnership.cohort_id == cohort_id,
                Partnership.status == "confirmed",
                Partnership.id.not_in(own),
            )
        )
    ).all()
    seats = await members_by_partnership(session, [row[0].id for row in rows])
    people = await people_by_id(session, {one.person_id for all_ in seats.values() for one in all_})
    names = {person_id: person.name for person_id, person in people.items()}
    numbers = await _numbers(session, cohort_id, {key: len(all_) for key, all_ in seats.items()})
    return [
        _health(partnership, plan, seats.get(partnership.id, []), names, numbers[partnership.id])
        for partnership, plan in rows
        if partnership.id in seats
    ]


async def _numbers(
    session: AsyncSession, cohort_id: UUID, sizes: dict[UUID, int]
) -> dict[UUID, _Numbers]:
    """Weeks, steps, reviews and checkpoints of all partnerships of a cohort: five statements."""
    per_week = dict(
        await _pairs(
            session,
            select(Week.number, func.count())
            .join(Step, Step.week_id == Week.id)
            .where(Week.cohort_id == cohort_id)
            .group_by(Week.number),
        )
    )
    weeks = dict(
        await _pairs(
            session,
            select(CourseWeek.partnership_id, func.max(CourseWeek.number))
            .join(Partnership, Partnership.id == CourseWeek.partnership_id)
            .where(Partnership.cohort_id == cohort_id, CourseWeek.opened_at.is_not(None))
            .group_by(CourseWeek.partnership_id),
        )
    )
    done: dict[tuple[UUID, int], int] = {
        (partnership_id, week): count
        for partnership_id, week, count in await session.execute(
            select(StepDone.partnership_id, Week.number, func.count())
            .join(Step, Step.id == StepDone.step_id)
            .join(Week, Week.id == Step.week_id)
            .join(
                Member,
                (Member.partnership_id == StepDone.partnership_id)
                & (Member.person_id == StepDone.person_id)
                & Member.left_at.is_(None),
            )
            .where(Week.cohort_id == cohort_id)
            .group_by(StepDone.partnership_id, Week.number)
        )
    }
    overdue = dict(
        await _pairs(
            session,
            select(Review.reviewer_partnership_id, func.count())
            .where(Review.cohort_id == cohort_id, Review.status == "lapsed")
            .group_by(Review.reviewer_partnership_id),
        )
    )
    signals = {
        partnership_id: (help_asked_at, overdue_since)
        for partnership_id, help_asked_at, overdue_since in await session.execute(
            select(
                CheckpointSignal.partnership_id,
                func.min(CheckpointSignal.help_asked_at),
                func.min(CheckpointSignal.overdue_since),
            )
            .where(CheckpointSignal.cohort_id == cohort_id)
            .group_by(CheckpointSignal.partnership_id)
        )
    }
    found = {}
    for partnership_id, size in sizes.items():
        week = weeks.get(partnership_id)
        opened = [number for number in per_week if week is not None and number <= week]
        ticks = {number: done.get((partnership_id, number), 0) for number in opened}
        expected = {number: per_week[number] * size for number in opened}
        found[partnership_id] = _Numbers(
            week=week,
            steps_open=sum(expected.values()) - sum(ticks.values()),
            steps_done=sum(ticks.values()),
            steps_of_past_weeks_open=sum(
                expected[number] - ticks[number] for number in opened if number != week
            ),
            reviews_overdue=overdue.get(partnership_id, 0),
            help_asked_at=signals.get(partnership_id, (None, None))[0],
            report_due_on=signals.get(partnership_id, (None, None))[1],
        )
    return found


async def _pairs(session: AsyncSession, query: Executable) -> Sequence[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in await session.execute(query)]


def _health(
    partnership: Partnership,
    plan: Plan | None,
    members: Sequence[Member],
    names: dict[UUID, str],
    numbers: _Numbers,
) -> PartnershipHealth:
    now = clock.now()
    colour, action, facts = judge(_visible(partnership, plan, members, numbers, now), now)
    return PartnershipHealth(
        partnership_id=partnership.id,
        phase=partnership.phase,
        colour=colour,
        facts=[
            FactAnswer(fact=one.fact, count=one.count, person_ids=list(one.people)) for one in facts
        ],
        suggested_action=action,
        clock_stage=partnership.clock_stage,
        members=[_member(partnership, one, names, now) for one in members],
        steps_done=numbers.steps_done,
        steps_open=numbers.steps_open,
        plan_status=plan.status if plan else "draft",
        week=numbers.week,
    )


def _visible(
    partnership: Partnership,
    plan: Plan | None,
    members: Sequence[Member],
    numbers: _Numbers,
    now: datetime,
) -> Visible:
    waiting = (now - plan.submitted_at) // DAY if plan and plan.submitted_at else 0
    started = (
        partnership.course_starts_on is not None and partnership.course_starts_on <= now.date()
    )
    return Visible(
        phase=partnership.phase,
        seats=tuple(seat_of(partnership, one) for one in members),
        free_now=tuple(one.person_id for one in members if is_free(now.date(), one.free_ranges())),
        calendar_unknown=tuple(one.person_id for one in members if not one.calendar_known),
        must_stop=tuple(one.person_id for one in members if one.check_in == "must_stop"),
        needs_a_week=tuple(
            one.person_id for one in members if one.paused_until and one.paused_until > now
        ),
        check_in_unanswered=tuple(one.person_id for one in members if is_asked(partnership, one)),
        never_acted=tuple(one.person_id for one in members if one.last_act_at is None),
        clock_runs=clock_runs(partnership) and started and numbers.steps_open > 0,
        clock_stage=partnership.clock_stage,
        steps_behind=numbers.steps_of_past_weeks_open,
        week=numbers.week,
        plan_status=plan.status if plan else "draft",
        plan_waiting_days=waiting if plan and plan.status == "submitted" else 0,
        reviews_overdue=numbers.reviews_overdue,
        held_by_staff=partnership.held_by_staff,
        help_waits_days=(now - numbers.help_asked_at) // DAY if numbers.help_asked_at else None,
        report_late_days=(now.date() - numbers.report_due_on).days if numbers.report_due_on else 0,
        contact_paused=partnership.contact_paused_at is not None,
        left_alone=len({one.country for one in members}) < 2,
    )


def _member(
    partnership: Partnership, member: Member, names: dict[UUID, str], now: datetime
) -> MemberHealth:
    seat = seat_of(partnership, member)
    running = clock_runs(partnership)
    return MemberHealth(
        person_id=member.person_id,
        name=names.get(member.person_id, ""),
        country=member.country,
        quiet_days=quiet_days(seat.since, now, seat.free) if running else 0,
        last_act=member.last_act,
        last_act_at=member.last_act_at,
        check_in=member.check_in,
        school_free_now=is_free(now.date(), member.free_ranges()),
    )
