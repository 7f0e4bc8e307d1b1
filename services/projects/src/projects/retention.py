"""Nothing is kept for ever: reports on the way lose their words; results and certificates stay."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.partnerships.model import Member, Partnership
from projects.results.model import Result
from shared import clock
from shared.retention import blank_batch

HOLIDAYS_KEPT: Final = timedelta(days=365)
"""After the cohort closed: nothing falls due in it any more."""
REPORTS_KEPT: Final = timedelta(days=730)
"""After the cohort closed: the words of checkpoints, and of staff who returned a result."""


async def forget_old(session: AsyncSession) -> int:
    """Tick: a batch of each class of data that is older than it may be."""
    done = await blank_batch(
        session,
        Member,
        {"school_free": []},
        func.jsonb_array_length(Member.school_free) > 0,
        Member.partnership_id.in_(_of_cohorts_closed_for(HOLIDAYS_KEPT)),
    )
    old = _of_cohorts_closed_for(REPORTS_KEPT)
    words = (Checkpoint.went_well, Checkpoint.difficulty, Checkpoint.next_step)
    done += await blank_batch(
        session,
        Checkpoint,
        {"went_well": "", "difficulty": "", "next_step": ""},
        or_(*(word != "" for word in words)),
        Checkpoint.partnership_id.in_(old),
    )
    return done + await blank_batch(
        session, Result, {"note": ""}, Result.note != "", Result.partnership_id.in_(old)
    )


def _of_cohorts_closed_for(period: timedelta) -> Select[UUID]:
    """Partnerships of cohorts that staff closed, and whose last day is longer ago than this."""
    return (
        select(Partnership.id)
        .join(Cohort, Cohort.id == Partnership.cohort_id)
        .where(Cohort.phase == "closed", Cohort.closes_on < clock.today() - period)
    )
