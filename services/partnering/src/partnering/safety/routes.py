"""HTTP of safety: everybody may report; only a safeguarding officer looks and decides."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.safety import actions, queries, reporting
from partnering.safety.model import Report
from partnering.safety.schemas import (
    AccessOut,
    FreezeRequest,
    ReportOut,
    ReportRequest,
    ReportRow,
    Resolution,
)
from shared.http import (
    Created,
    Cursor,
    Once,
    Page,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow_in,
    own,
    router,
)

routes = router("safety")

Person = Annotated[Principal, own()]
QueueOfficer = Annotated[Principal, allow_in(Permission.HANDLE_REPORTS, Scoped.LISTED)]
Officer = Annotated[Principal, allow_in(Permission.HANDLE_REPORTS, Scoped.LOADED)]


@routes.post("/reports", status_code=201)
async def file_report(
    body: ReportRequest, who: Person, session: Transaction, once: Once
) -> Created:
    report = await reporting.file_report(session, who, body)
    return await once.created("/v1/reports", report.id)


@routes.get("/reports")
async def list_reports(
    who: QueueOfficer,
    session: Reading,
    state: Literal["open", "resolved"] | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[ReportRow]:
    found, after = await queries.reports_for(session, who, state, cursor, limit)
    names = await queries.names_of(session, [one.report.about_person_id for one in found])
    rows = [ReportRow(**_row(one, names)) for one in found]
    return Page(items=rows, next_cursor=after)


@routes.get("/reports/{report_id}")
async def open_report(who: Officer, session: Transaction, report_id: UUID) -> ReportOut:
    return await _full(session, await actions.open_report(session, who, report_id))


@routes.post("/reports/{report_id}/resolve")
async def resolve_report(
    body: Resolution, who: Officer, session: Transaction, report_id: UUID
) -> ReportOut:
    report = await actions.resolve_report(session, who, report_id, body.outcome, body.note)
    return await _full(session, report)


@routes.post("/people/{person_id}/freeze", status_code=204)
async def freeze_contact(
    body: FreezeRequest, who: Officer, session: Transaction, person_id: UUID
) -> None:
    await actions.freeze_contact(session, who, person_id, body.reason)


@routes.post("/people/{person_id}/release", status_code=204)
async def release_contact(who: Officer, session: Transaction, person_id: UUID) -> None:
    await actions.release_contact(session, who, person_id)


def _row(queued: queries.Queued, names: dict[UUID, str]) -> dict[str, object]:
    report = queued.report
    return {
        "id": report.id,
        "subject": report.subject,
        "reason": report.reason,
        "state": report.state,
        "outcome": report.outcome,
        "about_person_id": report.about_person_id,
        "about_name": names.get(report.about_person_id, ""),
        "reporters": queued.reporters,
        "reporter_verified": queued.verified,
        "filed_at": report.filed_at,
        "resolved_at": report.resolved_at,
    }


async def _full(session: AsyncSession, report: Report) -> ReportOut:
    queued = await queries.queued(session, report)
    accesses = await queries.accesses_of(session, report.id)
    people = [report.about_person_id, report.reported_by, *(one.person_id for one in accesses)]
    names = await queries.names_of(session, people)
    return ReportOut.model_validate(
        {
            **_row(queued, names),
            "text": report.text,
            "snapshot": report.snapshot,
            "note": report.note,
            "reported_by": report.reported_by,
            "reporter_name": names.get(report.reported_by, "") if report.reported_by else "",
            "contact_frozen": await queries.contact_frozen(session, report.about_person_id),
            "expires_at": report.expires_at,
            "accesses": [
                AccessOut(
                    person_id=one.person_id,
                    name=names.get(one.person_id, ""),
                    act=one.act,
                    at=one.at,
                )
                for one in accesses
            ],
        }
    )
