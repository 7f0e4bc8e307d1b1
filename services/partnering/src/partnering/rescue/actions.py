"""Acts of rescue: open a case, propose a repair, apply it with one click, or close the case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership
from partnering.rescue.model import RescueCase
from shared import clock


async def open_case(
    session: AsyncSession,
    partnership: Partnership,
    waiting: Sequence[UUID],
    silent: Sequence[UUID] = (),
) -> RescueCase:
    """Note that somebody was left alone. A partnership has one open case at most."""
    case = await session.scalar(
        select(RescueCase)
        .where(RescueCase.partnership_id == partnership.id, RescueCase.state == "open")
        .with_for_update()
    )
    if case is None:
        case = RescueCase(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            state="open",
            opened_at=clock.now(),
        )
        session.add(case)
    case.waiting_person_ids = list(waiting)
    case.silent_person_ids = list(silent)
    await session.flush()
    return case
