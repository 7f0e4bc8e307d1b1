"""Reading the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.model import AuditEntry
from accounts.people.model import Person
from shared.http import Permission, Principal


@dataclass(frozen=True)
class Wanted:
    """Which entries somebody looks for."""

    service: str | None = None
    action: str | None = None
    person_id: UUID | None = None
    cohort_id: UUID | None = None


def entries_for(who: Principal, wanted: Wanted) -> Select[AuditEntry]:
    """Entries within the reader's reach: who leads one cohort reads what was done for that cohort."""
    entries = select(AuditEntry)
    cohorts = who.cohorts_with(Permission.READ_AUDIT_LOG)
    if cohorts is not None:
        entries = entries.where(AuditEntry.cohort_id.in_(cohorts))
    if wanted.person_id is not None:
        entries = entries.where(
            or_(AuditEntry.actor_id == wanted.person_id, about(wanted.person_id))
        )
    if wanted.cohort_id is not None:
        entries = entries.where(AuditEntry.cohort_id == wanted.cohort_id)
    if wanted.service:
        entries = entries.where(AuditEntry.service == wanted.service)
    if wanted.action:
        entries = entries.where(AuditEntry.action == wanted.action)
    return entries


def about(person_id: UUID) -> ColumnElement[bool]:
    """What was done about somebody, in whichever service."""
    return or_(AuditEntry.subject_id == person_id, AuditEntry.person_ids.contains([person_id]))


def concerned(entry: AuditEntry) -> list[UUID]:
    """The people whom an entry is about."""
    if entry.service == "accounts" and entry.subject_id is not None:
        return [entry.subject_id, *entry.person_ids]
    return [*entry.person_ids]


async def names_of(session: AsyncSession, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of those who are still known. Erased people have none."""
    wanted = {one for one in person_ids if one is not None}
    found = await session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in found if row.name}
