"""HTTP of rescues, for the staff of a cohort."""

from typing import Annotated, Literal
from uuid import UUID

from partnering.rescue import actions, parting, queries
from partnering.rescue.schemas import Closing, RescueOut
from shared.http import (
    Cursor,
    Page,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow_in,
    router,
)
from shared.http.bulkhead import one_at_a_time

routes = router("rescue")

CaseStaff = Annotated[Principal, allow_in(Permission.HANDLE_RESCUES, Scoped.LOADED)]
Turn = Annotated[None, one_at_a_time("repairs", 1)]
CohortStaff = Annotated[Principal, allow_in(Permission.HANDLE_RESCUES, "cohort_id")]


@routes.get("/cohorts/{cohort_id}/rescues")
async def list_rescues(
    who: CohortStaff,
    session: Reading,
    cohort_id: UUID,
    state: Literal["open", "applied", "closed"] | None = None,
    cursor: Cursor = None,
) -> Page[RescueOut]:
    return await queries.cases_in(session, who, cohort_id, state, cursor)


@routes.get("/rescues/{case_id}")
async def get_rescue(who: CaseStaff, session: Reading, case_id: UUID) -> RescueOut:
    return await queries.describe(session, await queries.case_for(session, who, case_id))


@routes.post("/rescues/{case_id}/propose")
async def propose_rescue(
    who: CaseStaff, turn: Turn, session: Transaction, case_id: UUID
) -> RescueOut:
    return await queries.describe(session, await actions.look_again(session, who, case_id))


@routes.post("/rescues/{case_id}/apply")
async def apply_rescue(who: CaseStaff, session: Transaction, case_id: UUID) -> RescueOut:
    return await queries.describe(session, await actions.apply_rescue(session, who, case_id))


@routes.post("/rescues/{case_id}/part")
async def part_partners(
    who: CaseStaff, turn: Turn, session: Transaction, case_id: UUID
) -> RescueOut:
    """Only where contact between partners is blocked: they go on apart from each other."""
    return await queries.describe(session, await parting.part_partners(session, who, case_id))


@routes.post("/rescues/{case_id}/close")
async def close_rescue(
    body: Closing, who: CaseStaff, session: Transaction, case_id: UUID
) -> RescueOut:
    return await queries.describe(
        session, await actions.close_case(session, who, case_id, body.note)
    )
