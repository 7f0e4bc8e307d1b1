"""HTTP of the audit log."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy import select

from accounts.audit.model import AuditEntry
from accounts.audit.schemas import AuditItem
from accounts.dependencies import AuditReader
from accounts.people.model import Person
from shared.http import Page, Permission, Reading, page_of, router

routes = router("audit")


@routes.get("/audit")
async def list_audit_entries(
    *,
    who: AuditReader,
    session: Reading,
    person_id: UUID | None = None,
    action: Annotated[str | None, Query(max_length=60)] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[AuditItem]:
    """What staff did, newest first; `person_id` finds acts by and about somebody.

    Who leads one cohort sees what was done for that cohort.
    """
    entries = select(AuditEntry)
    cohorts = who.cohorts_with(Permission.READ_AUDIT_LOG)
    if cohorts is not None:
        entries = entries.where(AuditEntry.cohort_id.in_(cohorts))
    if person_id is not None:
        entries = entries.where(
            (AuditEntry.actor_id == person_id) | (AuditEntry.subject_id == person_id)
        )
    if action:
        entries = entries.where(AuditEntry.action == action)
    rows, following = await page_of(session, entries, key=AuditEntry.id, cursor=cursor, limit=limit)
    ids = {row.actor_id for row in rows} | {row.subject_id for row in rows}
    named = await session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})))
    names: dict[UUID | None, str] = {row.id: row.name for row in named}
    items = [
        AuditItem(
            id=row.id,
            at=row.at,
            actor_id=row.actor_id,
            actor_name=names.get(row.actor_id),
            action=row.action,
            outcome=row.outcome,
            subject_id=row.subject_id,
            subject_name=names.get(row.subject_id),
            cohort_id=row.cohort_id,
            detail=row.detail,
            reason=row.reason,
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=following)
