"""HTTP of the audit log."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from accounts.audit.model import AuditEntry
from accounts.audit.queries import Wanted, concerned, entries_for, names_of
from accounts.audit.schemas import AuditItem, AuditPerson, Service
from accounts.dependencies import AuditReader
from shared.http import Cursor, Page, Reading, page_of, router

routes = router("audit")


@routes.get("/audit")
async def list_audit_entries(
    *,
    who: AuditReader,
    session: Reading,
    service: Service | None = None,
    action: Annotated[str | None, Query(max_length=60)] = None,
    person_id: UUID | None = None,
    cohort_id: UUID | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[AuditItem]:
    """What staff did in all services, newest first; `person_id` finds acts by and about somebody.

    Who leads one cohort sees what was done for that cohort.
    """
    wanted = Wanted(service, action, person_id, cohort_id)
    rows, following = await page_of(
        session, entries_for(who, wanted), key=AuditEntry.id, cursor=cursor, limit=limit
    )
    people = [one for row in rows for one in (row.actor_id, row.subject_id, *row.person_ids)]
    names = await names_of(session, people)
    return Page(items=[_item(row, names) for row in rows], next_cursor=following)


def _item(row: AuditEntry, names: dict[UUID, str]) -> AuditItem:
    return AuditItem(
        id=row.id,
        at=row.at,
        service=row.service,
        actor_id=row.actor_id,
        actor_name=names.get(row.actor_id) if row.actor_id else None,
        action=row.action,
        outcome=row.outcome,
        subject_id=row.subject_id,
        subject_name=names.get(row.subject_id) if row.subject_id else None,
        people=[AuditPerson(id=one, name=names.get(one)) for one in concerned(row)],
        cohort_id=row.cohort_id,
        detail=row.detail,
        reason=row.reason,
    )
