"""Writing the audit log."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.model import AuditEntry
from shared import clock
from shared.audit import described, keep_act
from shared.contracts.audit import ActRecorded
from shared.http import Forbidden


class Denied(Forbidden):
    """A staff act that the rules refuse. Recorded although its transaction is rolled back."""

    def __init__(
        self,
        title: str,
        *,
        actor_id: UUID,
        action: str,
        subject_id: UUID | None = None,
        cohort_id: UUID | None = None,
        detail: str = "",
    ) -> None:
        super().__init__("forbidden", title)
        self.actor_id = actor_id
        self.action = action
        self.subject_id = subject_id
        self.cohort_id = cohort_id
        self.detail = detail


def record_denial(session: AsyncSession, denied: Denied) -> None:
    record(
        session,
        actor_id=denied.actor_id,
        action=denied.action,
        subject_id=denied.subject_id,
        cohort_id=denied.cohort_id,
        detail=denied.detail,
        outcome="denied",
    )


def record(
    session: AsyncSession,
    *,
    actor_id: UUID | None,
    action: str,
    subject_id: UUID | None = None,
    cohort_id: UUID | None = None,
    detail: str = "",
    reason: str | None = None,
    outcome: str = "done",
) -> None:
    """One entry, in the transaction of the act itself. No names in `detail`.

    It says more than the one that a command of staff leaves by itself, and takes its place.
    """
    described(session).settled = True
    session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor_id,
            action=action,
            outcome=outcome,
            subject_id=subject_id,
            cohort_id=cohort_id,
            detail=detail,
            reason=reason,
        )
    )


async def keep_elsewhere(session: AsyncSession, event: ActRecorded) -> None:
    """Staff did something in another service. However often it is told, it is one entry."""
    await keep_act(session, event.producer, event)


async def blank_reasons(session: AsyncSession, person_id: UUID) -> None:
    """Erasure: the words about the person go, the acts stay."""
    await session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject_id == person_id, AuditEntry.reason.is_not(None))
        .values(reason=None)
    )
