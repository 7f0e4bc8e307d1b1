"""Asking over HTTP who would hear of an event."""

from typing import Annotated
from uuid import UUID

from fastapi import Request

from notifications.recipients.queries import count_recipients
from notifications.recipients.schemas import RecipientsAnswer, RecipientsRequest
from shared.http import Permission, Principal, Reading, allow_in, router
from shared.http.bulkhead import one_at_a_time

routes = router("recipients")
Turn = Annotated[None, one_at_a_time("previews")]
Lead = Annotated[Principal, allow_in(Permission.LEAD_COHORT, "cohort_id")]


@routes.post("/cohorts/{cohort_id}/recipients")
async def preview_recipients(
    *,
    cohort_id: UUID,
    body: RecipientsRequest,
    who: Lead,
    turn: Turn,
    session: Reading,
    request: Request,
) -> RecipientsAnswer:
    """What an event about a cohort would tell to how many. Nothing is sent."""
    messages = await count_recipients(session, request.app.state.reactions, cohort_id, body)
    return RecipientsAnswer(messages=messages)
