"""One audit for all services: an entry in the transaction of the act, kept by `accounts`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, column, table
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.contracts.audit import RECORDED, Act
from shared.ids import new_id
from shared.outbox import announce

KEEPER: Final = "accounts"
"""The service that keeps everybody's entries; the others announce theirs."""
BY_SCHEDULE: Final = "by_schedule"
"""The detail of an act that time did in place of staff."""

AUDIT_ENTRIES = table(
    "audit_entries",
    column("id"),
    column("at"),
    column("service"),
    column("actor_id"),
    column("action"),
    column("outcome"),
    column("subject_id"),
    column("person_ids", ARRAY(Uuid)),
    column("cohort_id"),
    column("detail"),
)


@dataclass
class Described:
    """What an action knows about the command that runs, beyond its route."""

    about: set[UUID] = field(default_factory=set)
    cohort_id: UUID | None = None
    subject_id: UUID | None = None
    detail: str = ""
    settled: bool = False
    """Nothing was done, or the action has written an entry of its own."""


def described(session: AsyncSession) -> Described:
    """What was said so far about the act of this transaction."""
    found: Described = session.info.setdefault("act", Described())
    return found


def describe_act(
    session: AsyncSession,
    *,
    about: Iterable[UUID] = (),
    cohort_id: UUID | None = None,
    detail: str = "",
) -> None:
    """Say whom the running command concerns, for which cohort, or a code of what it chose."""
    act = described(session)
    act.about.update(about)
    act.cohort_id = cohort_id or act.cohort_id
    act.detail = detail or act.detail


def nothing_done(session: AsyncSession) -> None:
    """The command only showed what it would do, or found everything as it was wished: no entry."""
    described(session).settled = True


async def record_by_schedule(
    session: AsyncSession, service: str, action: str, subject_id: UUID, cohort_id: UUID
) -> None:
    """Time did in place of staff what they could have done themselves."""
    act = _by_nobody(action, subject_id, cohort_id=cohort_id, detail=BY_SCHEDULE)
    await record_act(session, service, act)


async def record_by_operator(
    session: AsyncSession, service: str, action: str, subject_id: UUID
) -> None:
    """The operator did it on the machine itself, where nobody signs in."""
    await record_act(session, service, _by_nobody(action, subject_id))


def _by_nobody(
    action: str, subject_id: UUID, *, cohort_id: UUID | None = None, detail: str = ""
) -> Act:
    return Act(
        entry_id=new_id(),
        at=clock.now(),
        actor_id=None,
        action=action,
        outcome="done",
        cohort_id=cohort_id,
        subject_id=subject_id,
        detail=detail,
    )


async def record_act(session: AsyncSession, service: str, act: Act) -> None:
    """One entry, in the transaction of the act: kept here by the keeper, else announced."""
    if service == KEEPER:
        await keep_act(session, service, act)
    else:
        await announce(session, RECORDED[service](**act.model_dump()))


async def keep_act(session: AsyncSession, service: str, act: Act) -> None:
    """Write an entry into the log. An entry that came before is written once."""
    entry = act.model_dump(exclude={"entry_id", "person_ids"})
    await session.execute(
        insert(AUDIT_ENTRIES)
        .values(id=act.entry_id, service=service, person_ids=list(act.person_ids), **entry)
        .on_conflict_do_nothing(index_elements=["id"])
    )
