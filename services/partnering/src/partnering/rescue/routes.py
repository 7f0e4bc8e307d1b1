"""HTTP of rescues, for the staff of a cohort."""

from typing import Annotated, Literal
from uuid import UUID

from partnering.partnerships.queries import COHORT_STAFF
from partnering.rescue import actions, queries
from partnering.rescue.schemas import Closing, RescueOut
from shared.http import NotFound, Page, Principal, Reading, Transaction, allow, router

routes = router("rescue")

CohortStaff = Annotated[Principal, allow(*COHORT_STAFF)]


@routes.get("/cohorts/{cohort_id}/rescues")
async def list_rescues(
    who: CohortStaff,
    session: Reading,
    cohort_id: UUID,
    state: Literal["open", "applied", "closed"] | None = None,
    cursor: str | None = None,
) -> Page[RescueOut]:
    if not who.has_any(*COHORT_STAFF, cohort_id=cohort_id):
        raise NotFound("This cohort")
    return await queries.cases_in(session, who, cohort_id, state, cursor)


@routes.get("/rescues/{case_id}")
async def get_rescue(who: CohortStaff, session: Reading, case_id: UUID) -> RescueOut:
    return await queries.describe(session, await queries.case_for(session, who, case_id))


@routes.post("/rescues/{case_id}/propose")
async def propose_rescue(who: CohortStaff, session: Transaction, case_id: UUID) -> RescueOut:
    return await queries.describe(session, await actions.look_again(session, who, case_id))


@routes.post("/rescues/{case_id}/apply")
async def apply_rescue(who: CohortStaff, session: Transaction, case_id: UUID) -> RescueOut:
    return await queries.describe(session, await actions.apply_rescue(session, who, case_id))


@routes.post("/rescues/{case_id}/close")
async def close_rescue(
    body: Closing, who: CohortStaff, session: Transaction, case_id: UUID
) -> RescueOut:
    return await queries.describe(
        session, await actions.close_case(session, who, case_id, body.note)
    )
