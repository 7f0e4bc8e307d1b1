"""Following a partnership that `partnering` moves to another cohort, with all that it has done."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from course.advancing.extending import close_apart
from course.cohorts.model import Cohort
from course.cohorts.queries import lock_cohort
from course.content.model import Step, Week
from course.extensions.queries import open_request
from course.health.model import CheckpointSignal
from course.learning.model import StepDone
from course.opening.actions import planned_weeks
from course.partnerships.model import CourseWeek, Partnership
from course.partnerships.queries import lock_partnership, members_of
from course.plans.model import Plan
from course.reviews.model import Review
from course.reviews.reallocation import reallocate
from course.silence.actions import begin_anew, set_clock
from shared import clock
from shared.contracts.transfers import PartnershipTransferred


async def follow_transfer(session: AsyncSession, event: PartnershipTransferred) -> None:
    """It goes on in the phase it was in, as one of its new cohort: nobody is held any more.

    The plan with all versions, the feedback on it, and steps that the new cohort has as well come
    along. Weeks that have not opened follow the dates of the new cohort.
    """
    cohort = await lock_cohort(session, event.cohort_id)
    partnership = await lock_partnership(session, event.partnership_id)
    if partnership is None or partnership.status == "dissolved":
        return
    left, partnership.cohort_id = partnership.cohort_id, cohort.id
    if partnership.phase == "closed":
        # Its last day was over before this was heard.
        partnership.phase = event.phase
    partnership.held_by_staff = partnership.finishes_alone = False
    partnership.extended_until = partnership.remind_on = None
    await _answer_request(session, event)
    await _take_along(session, partnership, left)
    await _date_weeks(session, partnership, cohort)
    await _begin_clock(session, partnership)
    for each in sorted({left, cohort.id}):
        await reallocate(session, each)
    if cohort.phase == "closed":
        # It was closed in the same moment: they are where the others are, and undoing that helps.
        await close_apart(session, cohort, [partnership])


async def _answer_request(session: AsyncSession, event: PartnershipTransferred) -> None:
    request = await open_request(session, event.partnership_id)
    if request is not None:
        request.answer = "granted" if request.way == "move" else "ended"
        request.answered_by, request.answered_at = event.transferred_by, clock.now()


async def _take_along(session: AsyncSession, partnership: Partnership, left: UUID) -> None:
    """What was done there counts here. A step of the old cohort alone stays on record."""
    here = {"cohort_id": partnership.cohort_id}
    for model, mine in (
        (Plan, Plan.partnership_id),
        (Review, Review.reviewed_partnership_id),
        (CheckpointSignal, CheckpointSignal.partnership_id),
    ):
        await session.execute(update(model).where(mine == partnership.id).values(**here))
    old, new = aliased(Step), aliased(Step)
    old_week, new_week = aliased(Week), aliased(Week)
    same = (
        select(StepDone.partnership_id, new.id, StepDone.person_id, StepDone.done_at)
        .join(old, old.id == StepDone.step_id)
        .join(old_week, old_week.id == old.week_id)
        .join(new_week, new_week.number == old_week.number)
        .join(new, (new.week_id == new_week.id) & (new.key == old.key))
        .where(
            StepDone.partnership_id == partnership.id,
            old.cohort_id == left,
            new.cohort_id == partnership.cohort_id,
        )
    )
    columns = ["partnership_id", "step_id", "person_id", "done_at"]
    await session.execute(
        insert(StepDone).from_select(columns, same).on_conflict_do_nothing(),
        execution_options={"synchronize_session": False},
    )


async def _date_weeks(session: AsyncSession, partnership: Partnership, cohort: Cohort) -> None:
    """Weeks that are open stay open. A course that has not opened is opened by its new cohort."""
    if partnership.course_opened_at is None:
        return
    opened = await session.scalar(
        select(func.max(CourseWeek.number)).where(
            CourseWeek.partnership_id == partnership.id, CourseWeek.opened_at.is_not(None)
        )
    )
    planned = await planned_weeks(session, partnership, cohort, after=opened or 0)
    if planned:
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


async def _begin_clock(session: AsyncSession, partnership: Partnership) -> None:
    """The clock begins anew for everybody: waiting to be moved was nobody's silence."""
    await begin_anew(session, partnership)
    for member in await members_of(session, partnership.id):
        member.expected_since = clock.now()
    await set_clock(session, partnership)
