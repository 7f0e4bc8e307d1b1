"""Asking over HTTP who would hear of an event."""

from typing import Annotated

from fastapi import Request

from notifications.recipients.queries import count_recipients
from notifications.recipients.schemas import RecipientsAnswer, RecipientsRequest
from shared.http import Forbidden, Principal, Reading, Role, allow, router

routes = router("recipients")
Lead = Annotated[Principal, allow(Role.PROGRAMME_LEAD)]


@routes.post("/recipients")
async def preview_recipients(
    body: RecipientsRequest, who: Lead, session: Reading, request: Request
) -> RecipientsAnswer:
    """What an event would tell to how many. Nothing is sent."""
    if not who.has_any(Role.PROGRAMME_LEAD, cohort_id=body.cohort_id):
        raise Forbidden
    messages = await count_recipients(session, request.app.state.reactions, body)
    return RecipientsAnswer(messages=messages)
