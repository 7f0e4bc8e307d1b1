"""Saying who moved: partnerships apart from their cohort, and people with it or apart from it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.cohorts.model import AdvanceMove, Cohort
from course.cohorts.queries import latest_advance
from course.partnerships.model import Partnership
from shared.contracts.course import MembersMoved
from shared.contracts.extensions import PartnershipsMoved
from shared.outbox import announce

AT_ONCE: Final = 1_000
"""An event names at most so many and stays below 64 KiB."""


async def note_late_move(session: AsyncSession, partnership: Partnership, to: str) -> None:
    """A partnership follows its cohort later than the others; an undo takes it back with them."""
    advance = await latest_advance(session, partnership.cohort_id)
    if advance is not None and advance.to_phase == to:
        await session.execute(
            insert(AdvanceMove)
            .values(
                advance_id=advance.id,
                partnership_id=partnership.id,
                from_phase=partnership.phase,
                was_held=partnership.held_by_staff,
            )
            .on_conflict_do_nothing()
        )
    partnership.phase = to


async def announce_moved(
    session: AsyncSession, cohort: Cohort, person_ids: Sequence[UUID], *, undone: bool = False
) -> None:
    for first in range(0, len(person_ids), AT_ONCE):
        await announce(
            session,
            MembersMoved(
                cohort_id=cohort.id,
                title=cohort.title,
                phase=cohort.phase,
                person_ids=tuple(person_ids[first : first + AT_ONCE]),
                undone=undone,
            ),
        )


async def announce_partnerships(
    session: AsyncSession,
    cohort_id: UUID,
    from_phase: str,
    phase: str,
    partnership_ids: Sequence[UUID],
    *,
    undone: bool = False,
) -> None:
    for first in range(0, len(partnership_ids), AT_ONCE):
        await announce(
            session,
            PartnershipsMoved.model_validate(
                {
                    "cohort_id": cohort_id,
                    "from_phase": from_phase,
                    "phase": phase,
                    "partnership_ids": tuple(partnership_ids[first : first + AT_ONCE]),
                    "undone": undone,
                }
            ),
        )
