"""Nothing is kept for ever: old drafts and the words of feedback go; plans stay with the partners."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort, ExtensionRequest
from course.partnerships.model import Partnership
from course.plans.model import Plan, PlanVersion
from course.reviews.model import Review
from shared import clock
from shared.retention import blank_batch, delete_batch

VERSIONS_KEPT: Final = timedelta(days=365)
"""After the cohort closed: all but the plan as it stands and as it was handed in."""
FEEDBACK_KEPT: Final = timedelta(days=730)
"""After the cohort closed. That a review was given, and its scores, stays."""


async def forget_old(session: AsyncSession) -> int:
    """Tick: a batch of each class of data that is older than it may be."""
    old = select(Plan.partnership_id).where(Plan.cohort_id.in_(_closed_for(VERSIONS_KEPT)))
    standing = exists().where(
        Plan.partnership_id == PlanVersion.partnership_id,
        or_(Plan.version == PlanVersion.version, Plan.submitted_version == PlanVersion.version),
    )
    done = await delete_batch(session, PlanVersion, PlanVersion.partnership_id.in_(old), ~standing)
    theirs = select(Partnership.id).where(Partnership.cohort_id.in_(_closed_for(FEEDBACK_KEPT)))
    done += await blank_batch(
        session,
        ExtensionRequest,
        {"reason": ""},
        ExtensionRequest.reason != "",
        ExtensionRequest.partnership_id.in_(theirs),
    )
    words = (Review.strength, Review.specific_example, Review.suggested_action)
    return done + await blank_batch(
        session,
        Review,
        {"strength": "", "specific_example": "", "suggested_action": ""},
        or_(*(word != "" for word in words)),
        Review.cohort_id.in_(_closed_for(FEEDBACK_KEPT)),
    )


def _closed_for(period: timedelta) -> Select[UUID]:
    """Cohorts that staff closed, and whose last day is longer ago than this."""
    return select(Cohort.id).where(
        Cohort.phase == "closed", Cohort.closes_on < clock.today() - period
    )
