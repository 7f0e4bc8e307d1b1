"""HTTP of moving a partnership to another cohort, for staff who lead both."""

from typing import Annotated
from uuid import UUID

from partnering.transfers import actions, queries
from partnering.transfers.schemas import Destination, Transfer
from shared.http import Permission, Principal, Reading, Transaction, allow_in, router

routes = router("transfers")

Lead = Annotated[Principal, allow_in(Permission.LEAD_COHORT, "cohort_id")]


@routes.get("/cohorts/{cohort_id}/partnerships/{partnership_id}/destinations")
async def list_destinations(
    who: Lead, session: Reading, cohort_id: UUID, partnership_id: UUID
) -> list[Destination]:
    """The running cohorts that could take a partnership which goes on after the close."""
    return await queries.destinations(session, who, cohort_id, partnership_id)


@routes.post("/cohorts/{cohort_id}/partnerships/{partnership_id}/transfer", status_code=204)
async def transfer_partnership(
    body: Transfer, who: Lead, session: Transaction, cohort_id: UUID, partnership_id: UUID
) -> None:
    await actions.transfer_partnership(session, who, cohort_id, partnership_id, body.to_cohort_id)
