"""Giving a partnership a last day of its own, and ending it apart from its cohort."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import Cohort, ExtensionRequest
from course.cohorts.rules import Way, next_reminder
from course.moving.actions import announce_moved, announce_partnerships, note_late_move
from course.partnerships.model import Partnership
from course.partnerships.queries import members_by_partnership
from shared import clock
from shared.contracts.extensions import ExtensionGranted
from shared.outbox import announce


async def extend(
    session: AsyncSession,
    cohort_id: UUID,
    partnership_id: UUID,
    person_ids: Sequence[UUID],
    way: Way,
) -> None:
    """It goes on until a day, and its members hear it. The partnership's row must be locked."""
    await session.execute(
        update(Partnership)
        .where(Partnership.id == partnership_id)
        .values(
            held_by_staff=True,
            extended_until=way.until,
            finishes_alone=way.way == "alone",
            remind_on=next_reminder(way.until, clock.today()),
        )
        .execution_options(synchronize_session=False)
    )
    await announce(
        session,
        ExtensionGranted(
            partnership_id=partnership_id,
            cohort_id=cohort_id,
            person_ids=tuple(person_ids),
            way=way.way,
            until=way.until,
        ),
    )


async def close_apart(
    session: AsyncSession, cohort: Cohort, partnerships: Sequence[Partnership]
) -> None:
    """A closed cohort ends for these, too, with whatever they have done. Undoing the latest advance
    takes it back with the others. Their rows must be locked."""
    came_from: dict[str, list[UUID]] = defaultdict(list)
    for partnership in partnerships:
        came_from[partnership.phase].append(partnership.id)
        await note_late_move(session, partnership, "closed")
        partnership.held_by_staff = False
        partnership.remind_on = None
        partnership.clock_due_at = None
    await session.flush()
    ids = [one.id for one in partnerships]
    await end_requests(session, ids)
    for phase, moved in came_from.items():
        await announce_partnerships(session, cohort.id, phase, "closed", moved)
    seats = await members_by_partnership(session, ids)
    people = dict.fromkeys(one.person_id for each in seats.values() for one in each)
    await announce_moved(session, cohort, list(people))


async def end_requests(session: AsyncSession, partnership_ids: Sequence[UUID]) -> None:
    """Nothing is left to decide about these."""
    await session.execute(
        update(ExtensionRequest)
        .where(
            ExtensionRequest.partnership_id.in_(partnership_ids), ExtensionRequest.answer.is_(None)
        )
        .values(answer="ended", answered_at=clock.now())
        .execution_options(synchronize_session=False)
    )
