"""Allocating reviews again whenever something changes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from course.partnerships.model import Member, Partnership
from course.partnerships.queries import members_by_partnership
from course.people.queries import holders
from course.plans.model import Plan
from course.reviews.allocation import Allocation, Pair, Standing, allocate
from course.reviews.apart import kept_apart, with_frozen_member
from course.reviews.model import Review
from shared import clock
from shared.contracts.course import ReviewAssigned, StaffReviewNeeded
from shared.outbox import announce

WAIT_FOR_PEERS: Final = timedelta(days=3)
"""So long a plan waits for peers before staff are asked."""
TIME_TO_REVIEW: Final = timedelta(days=5)
TAKES_PART: Final = timedelta(days=28)


async def reallocate(session: AsyncSession, cohort_id: UUID) -> Allocation:
    """Make the open reviews of a cohort the best ones that its handed-in plans allow.

    One at a time per cohort, so that two of these never work on the same picture.
    """
    await take_turns(session, cohort_id)
    plans = await _handed_in(session, cohort_id)
    reviews = (
        await session.scalars(
            select(Review).where(Review.cohort_id == cohort_id, Review.status != "withdrawn")
        )
    ).all()
    apart = await kept_apart(session, list(plans))
    _part(reviews, apart)
    everybody_is_in = not await _somebody_still_writes(session, cohort_id)
    standing = _standing(plans, reviews, everybody_is_in=everybody_is_in)
    related = apart | await _related(session, list(plans))
    standing = replace(standing, spent=standing.spent | related, movable=standing.movable - related)
    # Elsewhere than in the event loop: a big cohort's deadline takes seconds of computing.
    result = await asyncio.to_thread(allocate, standing)
    await _withdraw(session, reviews, standing, result)
    await _ask_peers(session, cohort_id, result, plans)
    await _ask_staff(session, cohort_id, result, plans, reviews)
    return result


def _part(reviews: Sequence[Review], apart: frozenset[Pair]) -> None:
    """Take back what those who have no contact were to read, begun or not."""
    for review in reviews:
        pair = (review.reviewer_partnership_id, review.reviewed_partnership_id)
        if review.status in {"assigned", "lapsed"} and pair in apart:
            review.status = "withdrawn"


async def take_turns(session: AsyncSession, cohort_id: UUID) -> None:
    """Wait until nobody else allocates this cohort; take this before locking any review."""
    key = int.from_bytes(cohort_id.bytes[-8:], signed=True)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def _handed_in(session: AsyncSession, cohort_id: UUID) -> dict[UUID, Plan]:
    """Plans that take part: of partnerships in the course, and of those who handed in lately.

    In a rolling cohort nobody is asked for reviews long after their own course. Whoever's contact is
    paused by a safeguarding officer takes no part, nor do their partners.
    """
    rows = await session.scalars(
        select(Plan)
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .where(
            Plan.cohort_id == cohort_id,
            Plan.submitted_at.is_not(None),
            Partnership.status == "confirmed",
            ~with_frozen_member(Plan.partnership_id),
            (Partnership.phase == "course")
            | ((Partnership.phase == "project") & (Plan.submitted_at >= clock.now() - TAKES_PART)),
        )
        .order_by(Plan.partnership_id)
    )
    return {plan.partnership_id: plan for plan in rows}


async def _somebody_still_writes(session: AsyncSession, cohort_id: UUID) -> bool:
    query = (
        select(Plan.partnership_id)
        .join(Partnership, Partnership.id == Plan.partnership_id)
        .where(
            Plan.cohort_id == cohort_id,
            Plan.submitted_at.is_(None),
            Partnership.status == "confirmed",
        )
        .limit(1)
    )
    return await session.scalar(query) is not None


async def _related(session: AsyncSession, partnership_ids: list[UUID]) -> frozenset[Pair]:
    """Partnerships that share a teacher do not review each other."""
    mine, theirs = aliased(Member), aliased(Member)
    rows = await session.execute(
        select(mine.partnership_id, theirs.partnership_id).where(
            mine.person_id == theirs.person_id,
            mine.partnership_id != theirs.partnership_id,
            mine.partnership_id.in_(partnership_ids),
            theirs.partnership_id.in_(partnership_ids),
        )
    )
    return frozenset((first, second) for first, second in rows)


def _standing(
    plans: dict[UUID, Plan], reviews: Sequence[Review], *, everybody_is_in: bool
) -> Standing:
    gave: dict[UUID, int] = {}
    got: dict[UUID, int] = {}
    movable, spent = set(), set()
    for review in reviews:
        if review.status == "withdrawn":
            continue
        reviewer, reviewed = review.reviewer_partnership_id, review.reviewed_partnership_id
        fixed = review.status == "given" or (
            review.status == "assigned" and review.begun_at is not None and _alive(review, plans)
        )
        if fixed:
            got[reviewed] = got.get(reviewed, 0) + 1
        if reviewer is None:
            continue
        if fixed:
            gave[reviewer] = gave.get(reviewer, 0) + 1
        if fixed or review.status == "lapsed":
            spent.add((reviewer, reviewed))
        elif _alive(review, plans):
            movable.add((reviewer, reviewed))
    waiting = frozenset() if everybody_is_in else _still_waiting(plans)
    return Standing(list(plans), gave, got, frozenset(movable), frozenset(spent), waiting)


def _alive(review: Review, plans: dict[UUID, Plan]) -> bool:
    """Both sides still take part; staff always do."""
    reviewer = review.reviewer_partnership_id
    return review.reviewed_partnership_id in plans and (reviewer is None or reviewer in plans)


def _still_waiting(plans: dict[UUID, Plan]) -> frozenset[UUID]:
    return frozenset(
        partnership_id
        for partnership_id, plan in plans.items()
        if plan.reviews_due_at is not None and plan.reviews_due_at > clock.now()
    )


async def _withdraw(
    session: AsyncSession, reviews: Sequence[Review], standing: Standing, result: Allocation
) -> None:
    """Take back what nobody has begun and nobody needs, and what cannot be given any more."""
    dropped = set(result.dropped)
    taking_part = set(standing.participants)
    for review in reviews:
        if review.status != "assigned":
            continue
        reviewer, reviewed = review.reviewer_partnership_id, review.reviewed_partnership_id
        gone = reviewed not in taking_part or (reviewer is not None and reviewer not in taking_part)
        needless = reviewer is None and review.begun_at is None and reviewed not in result.lacking
        if gone or needless or (reviewer is not None and (reviewer, reviewed) in dropped):
            review.status = "withdrawn"
    await session.flush()


async def _ask_peers(
    session: AsyncSession, cohort_id: UUID, result: Allocation, plans: dict[UUID, Plan]
) -> None:
    seats = await members_by_partnership(session, {one for pair in result.added for one in pair})
    for reviewer, reviewed in result.added:
        review = Review(
            cohort_id=cohort_id,
            reviewer_partnership_id=reviewer,
            reviewed_partnership_id=reviewed,
            status="assigned",
            assigned_at=clock.now(),
            due_at=clock.now() + TIME_TO_REVIEW,
        )
        session.add(review)
        await session.flush()
        await announce(
            session,
            ReviewAssigned(
                review_id=review.id,
                cohort_id=cohort_id,
                reviewer_partnership_id=reviewer,
                person_ids=tuple(one.person_id for one in seats.get(reviewer, [])),
                plan_title=plans[reviewed].content.get("title", ""),
                plan_person_ids=tuple(one.person_id for one in seats.get(reviewed, [])),
                due_at=review.due_at,
            ),
        )


async def _ask_staff(
    session: AsyncSession,
    cohort_id: UUID,
    result: Allocation,
    plans: dict[UUID, Plan],
    reviews: Sequence[Review],
) -> None:
    """Staff review what no peer can, once a plan has waited long enough and is not decided."""
    waiting = _still_waiting(plans)
    asked: dict[UUID, int] = {}
    for review in reviews:
        if review.by_staff and review.status == "assigned" and review.begun_at is None:
            asked[review.reviewed_partnership_id] = asked.get(review.reviewed_partnership_id, 0) + 1
    for reviewed, lacking in sorted(result.lacking.items()):
        plan = plans[reviewed]
        if reviewed in waiting or plan.status == "approved":
            continue
        for _ in range(lacking - asked.get(reviewed, 0)):
            await _ask_one_of_staff(session, cohort_id, plan)


async def _ask_one_of_staff(session: AsyncSession, cohort_id: UUID, plan: Plan) -> None:
    review = Review(
        cohort_id=cohort_id,
        reviewer_partnership_id=None,
        reviewed_partnership_id=plan.partnership_id,
        status="assigned",
        assigned_at=clock.now(),
        due_at=clock.now() + TIME_TO_REVIEW,
    )
    session.add(review)
    await session.flush()
    await announce(
        session,
        StaffReviewNeeded(
            review_id=review.id,
            cohort_id=cohort_id,
            person_ids=await holders(session, cohort_id, "tutor", "mentor", "programme_lead"),
            plan_title=plan.content.get("title", ""),
            due_at=review.due_at,
        ),
    )
