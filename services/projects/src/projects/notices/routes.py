"""HTTP of what an advance will announce."""

from typing import Annotated
from uuid import UUID

from projects.notices.queries import notices_of_advance
from projects.notices.schemas import AdvanceNotices, AdvanceNoticesRequest
from projects.policies import Lead
from shared.http import Reading, router
from shared.http.bulkhead import one_at_a_time

routes = router("notices")
Turn = Annotated[None, one_at_a_time("previews")]


@routes.post("/cohorts/{cohort_id}/advance-notices")
async def preview_advance_notices(
    cohort_id: UUID, body: AdvanceNoticesRequest, who: Lead, turn: Turn, session: Reading
) -> AdvanceNotices:
    """What an advance of the cohort will make this service announce. Nothing is announced."""
    return AdvanceNotices(
        notices=await notices_of_advance(session, cohort_id, body.to, frozenset(body.held))
    )
