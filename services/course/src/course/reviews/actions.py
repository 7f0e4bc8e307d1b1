"""Reading what is to be reviewed, and giving feedback."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.partnerships.model import Member
from course.partnerships.queries import lock_partnership, members_of
from course.plans.model import Plan
from course.reviews.apart import may_read_each_other
from course.reviews.model import Review
from course.reviews.schemas import Feedback
from course.silence.actions import note_act
from shared import clock
from shared.audit import describe_act
from shared.contact import may_write
from shared.contracts.course import ReviewGiven
from shared.http import Conflict, NotFound, Permission, Principal
from shared.outbox import announce


async def open_review(session: AsyncSession, who: Principal, review_id: UUID) -> Review:
    """Read a review's page. A reviewer who opens it has begun, and keeps it from then on."""
    review = await _visible_review(session, who, review_id)
    if review.status == "assigned" and review.begun_at is None:
        review.begun_at = clock.now()
    return review


async def give_review(
    session: AsyncSession, who: Principal, review_id: UUID, feedback: Feedback
) -> Review:
    """Hand feedback over. It may come late; it is given once and then stands."""
    review = await _visible_review(session, who, review_id)
    if review.status == "given":
        raise Conflict("review-already-given", "This review has been given.")
    readers = await members_of(session, review.reviewed_partnership_id)
    await may_write(session, who, [one.person_id for one in readers])
    describe_act(session, about=[one.person_id for one in readers])
    if review.reviewer_partnership_id is not None:
        reviewer = await lock_partnership(session, review.reviewer_partnership_id)
        assert reviewer is not None
        await note_act(session, reviewer, who.person_id, "review")
    review.status = "given"
    review.given_at = clock.now()
    review.given_by = who.person_id
    review.strength = feedback.strength
    review.specific_example = feedback.specific_example
    review.suggested_action = feedback.suggested_action
    review.scores = {str(name): score for name, score in feedback.scores.items()}
    plan = await session.get_one(Plan, review.reviewed_partnership_id)
    review.plan_version = plan.submitted_version
    await announce(
        session,
        ReviewGiven(
            review_id=review.id,
            cohort_id=review.cohort_id,
            reviewed_partnership_id=review.reviewed_partnership_id,
            person_ids=tuple(
                one.person_id for one in await members_of(session, review.reviewed_partnership_id)
            ),
            plan_title=plan.content.get("title", ""),
        ),
    )
    return review


async def _visible_review(session: AsyncSession, who: Principal, review_id: UUID) -> Review:
    """For members of the reviewing partnership; last-resort reviews for staff of the cohort who
    are not in the reviewed partnership themselves."""
    known = await session.get(Review, review_id)
    if known is not None and known.reviewer_partnership_id is not None:
        # Partnerships are locked before reviews everywhere, so that nobody waits in a circle.
        await lock_partnership(session, known.reviewer_partnership_id)
    review = await session.scalar(
        select(Review)
        .where(Review.id == review_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if review is None or review.status == "withdrawn":
        # Asked on, so that the time of the answer tells nobody whether it exists.
        await lock_partnership(session, review_id)
        await session.get(Member, (review_id, who.person_id))
        raise NotFound("This review")
    if review.reviewer_partnership_id is None:
        own = await session.get(Member, (review.reviewed_partnership_id, who.person_id))
        if own is not None or not who.may(Permission.DECIDE_ON_PLANS, review.cohort_id):
            raise NotFound("This review")
        return review
    seat = await session.get(Member, (review.reviewer_partnership_id, who.person_id))
    if seat is None or seat.left_at is not None:
        raise NotFound("This review")
    if review.status != "given" and not await may_read_each_other(
        session, review.reviewer_partnership_id, review.reviewed_partnership_id
    ):
        raise NotFound("This review")
    return review
