"""Following a partnership that `partnering` moves to another cohort, with its board and result."""

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.cohorts.model import Cohort
from projects.opening.actions import BLANK, set_checkpoints
from projects.partnerships.actions import keep_partnership, look_at_partnership
from projects.results.model import Result
from shared.contracts.transfers import PartnershipTransferred


async def follow_transfer(session: AsyncSession, event: PartnershipTransferred) -> None:
    """It is held back no more, and reports go on until the new cohort ends.

    What is in the showcase stays where it was published. A certificate that only the last day had
    earned is looked at anew.
    """
    partnership = await keep_partnership(session, event.partnership_id, event.cohort_id)
    partnership.cohort_id = event.cohort_id
    here = {"cohort_id": event.cohort_id, "held": False, "held_before": False}
    await session.execute(
        insert(Project)
        .values(**{**BLANK, "partnership_id": event.partnership_id, **here})
        .on_conflict_do_update(index_elements=[Project.partnership_id], set_=here)
    )
    await session.execute(
        update(Result)
        .where(Result.partnership_id == event.partnership_id, Result.status != "published")
        .values(cohort_id=event.cohort_id)
    )
    project = await session.get_one(Project, event.partnership_id, with_for_update=True)
    if project.opened_at is not None and project.finished_at is None:
        await set_checkpoints(session, project, await session.get(Cohort, event.cohort_id))
    await look_at_partnership(session, event.partnership_id)
