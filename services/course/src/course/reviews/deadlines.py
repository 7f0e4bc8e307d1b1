"""What falls due in peer review: overdue reviews pass on, waiting for peers ends."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.plans.model import Plan
from course.reviews.model import Review
from course.reviews.reallocation import reallocate, take_turns
from shared import clock


async def pass_on_overdue_reviews(session: AsyncSession) -> int:
    """Tick: reviews past their date go to somebody else, cohort by cohort. Begun ones may still
    be given; they only stop blocking the plan."""
    cohort_id = await session.scalar(
        select(Review.cohort_id)
        .where(
            Review.status == "assigned",
            Review.due_at <= clock.now(),
            Review.reviewer_partnership_id.is_not(None),
        )
        .order_by(Review.due_at)
        .limit(1)
    )
    if cohort_id is None:
        return 0
    await take_turns(session, cohort_id)
    overdue = (
        await session.scalars(
            select(Review)
            .where(
                Review.cohort_id == cohort_id,
                Review.status == "assigned",
                Review.due_at <= clock.now(),
                Review.reviewer_partnership_id.is_not(None),
            )
            .with_for_update(key_share=True)
        )
    ).all()
    for review in overdue:
        review.status = "lapsed"
    await session.flush()
    await reallocate(session, cohort_id)
    return len(overdue)


async def end_waiting_for_peers(session: AsyncSession) -> int:
    """Tick: plans that have waited long enough; what they still lack goes to staff."""
    due = (
        await session.scalars(
            select(Plan)
            .where(Plan.reviews_due_at <= clock.now())
            .order_by(Plan.reviews_due_at)
            .limit(100)
            .with_for_update(skip_locked=True, key_share=True)
        )
    ).all()
    for plan in due:
        plan.reviews_due_at = None
    await session.flush()
    for cohort_id in sorted({plan.cohort_id for plan in due}):
        await reallocate(session, cohort_id)
    return len(due)
