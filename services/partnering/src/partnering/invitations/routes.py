"""HTTP of invitations."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from partnering.invitations import actions, queries
from partnering.invitations.reopening import ended_by_advance
from partnering.invitations.schemas import (
    Accepted,
    AdvanceNotices,
    AdvanceNoticesRequest,
    Decline,
    InvitationOut,
    InvitationRequest,
    NoticeOut,
    QuestionIn,
)
from shared.contracts.partnering import InvitationClosed
from shared.http import (
    Created,
    Once,
    Page,
    Permission,
    Principal,
    Reading,
    Transaction,
    allow_in,
    own,
    router,
)

routes = router("invitations")
Teacher = Annotated[Principal, own()]
Lead = Annotated[Principal, allow_in(Permission.LEAD_COHORT, "cohort_id")]


@routes.post("/invitations", status_code=201)
async def send_invitation(
    body: InvitationRequest, who: Teacher, session: Transaction, once: Once
) -> Created:
    """Ask another class. It is answered within seven days, by the other or by time."""
    invitation = await actions.send_invitation(session, who, body)
    return await once.created("/v1/invitations", invitation.id)


@routes.get("/me/invitations")
async def list_my_invitations(
    who: Teacher,
    session: Reading,
    box: Literal["received", "sent"] = "received",
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Page[InvitationOut]:
    return await queries.my_invitations(session, who, box, cursor, limit)


@routes.get("/invitations/{invitation_id}")
async def get_invitation(invitation_id: UUID, who: Teacher, session: Reading) -> InvitationOut:
    """One's own, sent or received, with the questions asked so far."""
    return await queries.my_invitation(session, who, invitation_id)


@routes.post("/invitations/{invitation_id}/accept")
async def accept_invitation(invitation_id: UUID, who: Teacher, session: Transaction) -> Accepted:
    """Open the partnership; every other open invitation of both classes closes with it."""
    invitation = await actions.accept_invitation(session, who, invitation_id)
    assert invitation.partnership_id is not None
    return Accepted(partnership_id=invitation.partnership_id)


@routes.post("/invitations/{invitation_id}/decline")
async def decline_invitation(
    invitation_id: UUID, body: Decline, who: Teacher, session: Transaction
) -> InvitationOut:
    await actions.decline_invitation(session, who, invitation_id, body)
    return await queries.my_invitation(session, who, invitation_id)


@routes.post("/invitations/{invitation_id}/withdraw")
async def withdraw_invitation(
    invitation_id: UUID, who: Teacher, session: Transaction
) -> InvitationOut:
    await actions.withdraw_invitation(session, who, invitation_id)
    return await queries.my_invitation(session, who, invitation_id)


@routes.post("/invitations/{invitation_id}/questions", status_code=201)
async def ask_question(
    invitation_id: UUID, body: QuestionIn, who: Teacher, session: Transaction, once: Once
) -> Created:
    """Ask or answer before deciding; the first question gives three more days."""
    question = await actions.ask_question(session, who, invitation_id, body.text)
    return await once.created(f"/v1/invitations/{invitation_id}/questions", question.id)


@routes.post("/cohorts/{cohort_id}/advance-notices")
async def preview_advance_notices(
    cohort_id: UUID, body: AdvanceNoticesRequest, who: Lead, session: Reading
) -> AdvanceNotices:
    """What an advance of the cohort will make this service announce. Nothing is announced."""
    people = await ended_by_advance(session, cohort_id, body.to)
    notice = NoticeOut(event=InvitationClosed.type, outcome="expired", person_ids=list(people))
    return AdvanceNotices(notices=[notice] if people else [])
