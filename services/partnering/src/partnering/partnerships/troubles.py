"""What course and projects say is not well with a partnership: nobody is added to it meanwhile."""

from uuid import UUID

from sqlalchemy import all_, any_, func, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Partnership
from shared.contracts.course import (
    CheckInAnswered,
    PartnershipActiveAgain,
    PartnershipNudged,
    PartnershipStranded,
)
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
    ResultPublished,
)


async def note_quiet(session: AsyncSession, event: PartnershipNudged | PartnershipStranded) -> None:
    await _note(session, event.partnership_id, "quiet")


async def drop_quiet(session: AsyncSession, event: PartnershipActiveAgain) -> None:
    await _drop(session, event.partnership_id, "quiet")


async def note_answer(session: AsyncSession, event: CheckInAnswered) -> None:
    note = _note if event.answer == "must_stop" else _drop
    await note(session, event.partnership_id, "stopping")


async def note_report(session: AsyncSession, event: CheckpointReported) -> None:
    await _drop(session, event.partnership_id, "late")
    if event.needs_help:
        await _note(session, event.partnership_id, "help")


async def note_late(session: AsyncSession, event: CheckpointOverdue) -> None:
    await _note(session, event.partnership_id, "late")


async def drop_late(session: AsyncSession, event: ResultPublished) -> None:
    await _drop(session, event.partnership_id, "late")


async def drop_help(session: AsyncSession, event: CheckpointHelpSettled) -> None:
    await _drop(session, event.partnership_id, "help")


async def _note(session: AsyncSession, partnership_id: UUID, trouble: str) -> None:
    await session.execute(
        update(Partnership)
        .where(Partnership.id == partnership_id, literal(trouble) != all_(Partnership.troubles))
        .values(troubles=func.array_append(Partnership.troubles, trouble))
        .execution_options(synchronize_session=False)
    )


async def _drop(session: AsyncSession, partnership_id: UUID, trouble: str) -> None:
    await session.execute(
        update(Partnership)
        .where(Partnership.id == partnership_id, literal(trouble) == any_(Partnership.troubles))
        .values(troubles=func.array_remove(Partnership.troubles, trouble))
        .execution_options(synchronize_session=False)
    )
