"""Peer review over HTTP."""

from uuid import UUID

from course.access import Reviewer, SignedIn
from course.reviews import actions, queries
from course.reviews.schemas import Feedback, MyReviews, ReviewAnswer
from shared.http import Reading, Transaction, router

routes = router("reviews")


@routes.get("/me/reviews")
async def list_my_reviews(who: SignedIn, session: Reading) -> MyReviews:
    return await queries.my_reviews(session, who)


@routes.get("/reviews/{review_id}")
async def open_review(review_id: UUID, who: Reviewer, session: Transaction) -> ReviewAnswer:
    """Opening it counts as having begun: it will not be given to somebody else."""
    review = await actions.open_review(session, who, review_id)
    return await queries.review_answer(session, review)


@routes.post("/reviews/{review_id}")
async def give_review(
    review_id: UUID, body: Feedback, who: Reviewer, session: Transaction
) -> ReviewAnswer:
    review = await actions.give_review(session, who, review_id, body)
    return await queries.review_answer(session, review)
