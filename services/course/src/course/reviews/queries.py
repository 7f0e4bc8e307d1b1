"""What I am asked to review, and what others said about our plan."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort
from course.partnerships.model import Member, Partnership
from course.plans.model import Plan, PlanVersion
from course.plans.schemas import PlanContent
from course.reviews.allocation import QUOTA
from course.reviews.model import Review
from course.reviews.schemas import (
    MyReviews,
    ReceivedReview,
    ReviewAnswer,
    ReviewListed,
    ReviewsOfPartnership,
)
from shared.http import Permission, Principal


async def my_reviews(session: AsyncSession, who: Principal) -> MyReviews:
    """Given and received, partnership by partnership; for staff also the last-resort reviews."""
    mine = (
        await session.execute(
            select(Partnership.id, Cohort.title, Plan)
            .join(Cohort, Cohort.id == Partnership.cohort_id)
            .join(Member, Member.partnership_id == Partnership.id)
            .join(Plan, Plan.partnership_id == Partnership.id)
            .where(
                Partnership.status == "confirmed",
                Member.person_id == who.person_id,
                Member.left_at.is_(None),
            )
            .order_by(Partnership.id.desc())
            .limit(100)
        )
    ).all()
    ids = [row[0] for row in mine]
    to_give = await _reviews(session, Review.reviewer_partnership_id.in_(ids))
    received = await _reviews(session, Review.reviewed_partnership_id.in_(ids))
    titles = await _titles(session, [*to_give, *received])
    return MyReviews(
        partnerships=[
            _of_partnership(partnership_id, cohort, plan, to_give, received, titles)
            for partnership_id, cohort, plan in mine
        ],
        staff=await _for_staff(session, who),
    )


async def _reviews(session: AsyncSession, condition: ColumnElement[bool]) -> Sequence[Review]:
    query = select(Review).where(condition, Review.status != "withdrawn")
    return (await session.scalars(query.order_by(Review.due_at))).all()


async def _titles(session: AsyncSession, reviews: Sequence[Review]) -> dict[UUID, str]:
    """The title of the plan of each review: after feedback was given, the one it was given on."""
    rows = await session.execute(
        select(
            Review.id,
            func.coalesce(PlanVersion.content["title"].astext, Plan.content["title"].astext),
        )
        .join(Plan, Plan.partnership_id == Review.reviewed_partnership_id)
        .outerjoin(
            PlanVersion,
            (PlanVersion.partnership_id == Review.reviewed_partnership_id)
            & (PlanVersion.version == Review.plan_version),
        )
        .where(Review.id.in_([review.id for review in reviews]))
    )
    return {review_id: title or "" for review_id, title in rows}


def _of_partnership(
    partnership_id: UUID,
    cohort_title: str,
    plan: Plan,
    to_give: Sequence[Review],
    received: Sequence[Review],
    titles: dict[UUID, str],
) -> ReviewsOfPartnership:
    ours = [one for one in to_give if one.reviewer_partnership_id == partnership_id]
    others = [one for one in received if one.reviewed_partnership_id == partnership_id]
    return ReviewsOfPartnership(
        partnership_id=partnership_id,
        cohort_title=cohort_title,
        plan_title=plan.content.get("title", ""),
        to_give=[_listed(one, titles) for one in ours],
        received=[_received(one) for one in others if one.status == "given"],
        given=sum(one.status == "given" for one in ours),
        asked_to_give=QUOTA,
        still_to_come=sum(one.status == "assigned" for one in others),
    )


async def _for_staff(session: AsyncSession, who: Principal) -> list[ReviewListed]:
    cohorts = who.cohorts_with(Permission.DECIDE_ON_PLANS)
    if cohorts is not None and not cohorts:
        return []
    own = select(Member.partnership_id).where(Member.person_id == who.person_id)
    query = select(Review).where(
        Review.reviewer_partnership_id.is_(None),
        Review.status == "assigned",
        Review.reviewed_partnership_id.not_in(own),
    )
    if cohorts is not None:
        query = query.where(Review.cohort_id.in_(cohorts))
    rows = (await session.scalars(query.order_by(Review.due_at).limit(200))).all()
    titles = await _titles(session, rows)
    return [_listed(one, titles) for one in rows]


def _listed(review: Review, titles: dict[UUID, str]) -> ReviewListed:
    return ReviewListed(
        id=review.id,
        plan_title=titles.get(review.id, ""),
        status=review.status,
        by_staff=review.by_staff,
        assigned_at=review.assigned_at,
        due_at=review.due_at,
        given_at=review.given_at,
    )


def _received(review: Review) -> ReceivedReview:
    assert review.given_at is not None
    return ReceivedReview(
        id=review.id,
        by_staff=review.by_staff,
        given_at=review.given_at,
        strength=review.strength,
        specific_example=review.specific_example,
        suggested_action=review.suggested_action,
        scores=review.scores,
    )


async def review_answer(session: AsyncSession, review: Review) -> ReviewAnswer:
    """The review with the plan as it was handed in, or as it was when the feedback was given; whose
    plan it is, is not said."""
    plan = await session.get_one(Plan, review.reviewed_partnership_id)
    version = review.plan_version or plan.submitted_version or 0
    handed_in = await session.get(PlanVersion, (plan.partnership_id, version))
    content = handed_in.content if handed_in else plan.content
    return ReviewAnswer(
        id=review.id,
        status=review.status,
        by_staff=review.by_staff,
        due_at=review.due_at,
        given_at=review.given_at,
        plan=PlanContent.model_validate(content),
        strength=review.strength,
        specific_example=review.specific_example,
        suggested_action=review.suggested_action,
        scores=review.scores,
        may_give=review.status in {"assigned", "lapsed"},
    )
