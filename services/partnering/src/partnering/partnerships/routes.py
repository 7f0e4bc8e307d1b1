"""HTTP of partnerships: look, confirm, object, leave."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partnering.partnerships import actions, leaving, queries, reasons, views
from partnering.partnerships.model import State
from partnering.partnerships.schemas import (
    PartnershipOut,
    PartnershipSummary,
    ReasonGiven,
    ReasonOut,
)
from shared.http import (
    Cursor,
    Page,
    Permission,
    Principal,
    Reading,
    Transaction,
    allow_in,
    own,
    router,
)

routes = router("partnerships")

Person = Annotated[Principal, own()]
PersonOrStaff = Annotated[Principal, own(Permission.OPEN_PARTNERSHIPS)]
Rescuers = Annotated[Principal, allow_in(Permission.HANDLE_RESCUES, "cohort_id")]
CohortStaff = Annotated[Principal, allow_in(Permission.LIST_PARTNERSHIPS, "cohort_id")]


@routes.get("/me/partnerships")
async def list_my_partnerships(
    who: Person, session: Reading, ended: bool = False
) -> list[PartnershipSummary]:
    found = await queries.partnerships_of(session, who.person_id, ended=ended)
    return await views.summaries(session, who, found)


@routes.get("/partnerships/{partnership_id}")
async def get_partnership(
    who: PersonOrStaff, session: Reading, partnership_id: UUID
) -> PartnershipOut:
    partnership = await queries.partnership_for(session, who, partnership_id)
    return await views.full(session, who, partnership)


@routes.post("/partnerships/{partnership_id}/confirm")
async def confirm_partnership(
    who: Person, session: Transaction, partnership_id: UUID
) -> PartnershipOut:
    partnership = await actions.confirm_partnership(session, who, partnership_id)
    return await views.full(session, who, partnership)


@routes.post("/partnerships/{partnership_id}/object")
async def object_to_partnership(
    body: ReasonGiven, who: Person, session: Transaction, partnership_id: UUID
) -> PartnershipOut:
    partnership = await actions.object_to_partnership(session, who, partnership_id, body.reason)
    return await views.full(session, who, partnership)


@routes.post("/partnerships/{partnership_id}/leave")
async def leave_partnership(
    body: ReasonGiven, who: Person, session: Transaction, partnership_id: UUID
) -> PartnershipOut:
    partnership = await leaving.leave_partnership(session, who, partnership_id, body.reason)
    return await views.full(session, who, partnership)


@routes.get("/cohorts/{cohort_id}/partnerships")
async def list_cohort_partnerships(
    who: CohortStaff,
    session: Reading,
    cohort_id: UUID,
    *,
    state: State | None = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[PartnershipSummary]:
    found, after = await queries.partnerships_in(session, cohort_id, state, cursor, limit)
    return Page(items=await views.summaries(session, who, found), next_cursor=after)


@routes.get("/cohorts/{cohort_id}/reasons")
async def list_reasons(
    who: Rescuers, session: Reading, cohort_id: UUID, cursor: Cursor = None
) -> Page[ReasonOut]:
    """What teachers who left or said no wrote for staff."""
    return await reasons.reasons_in(session, who, cohort_id, cursor)
