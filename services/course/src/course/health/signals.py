"""Keeping what `projects` announces about checkpoints, for the health board."""

from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from course.health.model import CheckpointSignal
from shared import clock
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
    ResultPublished,
)


async def note_report(session: AsyncSession, event: CheckpointReported) -> None:
    """A report is no longer missing; it may ask for help."""
    asked = clock.now() if event.needs_help else None
    await _keep(session, event, {"help_asked_at": asked, "overdue_since": None})


async def note_overdue(session: AsyncSession, event: CheckpointOverdue) -> None:
    await _keep(session, event, {"overdue_since": event.due_on})


async def note_help_settled(session: AsyncSession, event: CheckpointHelpSettled) -> None:
    await _keep(session, event, {"help_asked_at": None})


async def forget_overdue(session: AsyncSession, event: ResultPublished) -> None:
    """A finished project owes no more reports."""
    await session.execute(
        update(CheckpointSignal)
        .where(CheckpointSignal.partnership_id == event.partnership_id)
        .values(overdue_since=None)
    )


async def _keep(
    session: AsyncSession,
    event: CheckpointReported | CheckpointOverdue | CheckpointHelpSettled,
    facts: dict[str, Any],
) -> None:
    await session.execute(
        insert(CheckpointSignal)
        .values(
            checkpoint_id=event.checkpoint_id,
            partnership_id=event.partnership_id,
            cohort_id=event.cohort_id,
            **facts,
        )
        .on_conflict_do_update(index_elements=[CheckpointSignal.checkpoint_id], set_=facts)
    )
