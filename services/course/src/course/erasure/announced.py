"""What was announced of a plan keeps its number and loses its words."""

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from course.reviews.model import Review
from shared.contracts.course import (
    PlanApproved,
    PlanReturned,
    PlanSubmitted,
    ReviewAssigned,
    ReviewGiven,
    StaffReviewNeeded,
)
from shared.outbox import OUTBOX, reword

_OF_PLANS: Final = (PlanSubmitted.type, PlanReturned.type, PlanApproved.type)
_OF_REVIEWS: Final = (ReviewAssigned.type, ReviewGiven.type, StaffReviewNeeded.type)
_WORDS: Final = ("title", "summary", "note", "plan_title")


async def blank_announced(session: AsyncSession, partnership_ids: Sequence[UUID]) -> None:
    """Events about these partnerships' plans stay valid facts, without a word that anybody wrote:
    a resend, or a consumer that is far behind, reads blanks."""
    reviews = select(Review.id).where(Review.reviewed_partnership_id.in_(partnership_ids))
    rows = await session.execute(
        select(OUTBOX.c.event_id, OUTBOX.c.body).where(
            (OUTBOX.c.type.in_(_OF_PLANS) & OUTBOX.c.aggregate_id.in_(partnership_ids))
            | (OUTBOX.c.type.in_(_OF_REVIEWS) & OUTBOX.c.aggregate_id.in_(reviews))
        )
    )
    for event_id, body in rows.all():
        await reword(
            session, OUTBOX.c.event_id == event_id, json.dumps(_without_words(json.loads(body)))
        )


def _without_words(body: dict[str, Any]) -> dict[str, Any]:
    blank: dict[str, Any] = {name: "" for name in _WORDS if name in body}
    milestones = [{**one, "title": ""} for one in body.get("milestones", [])]
    return {**body, **blank, **({"milestones": milestones} if milestones else {})}
