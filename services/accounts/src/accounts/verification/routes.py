"""HTTP of verification."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from accounts.dependencies import Anyone, TeacherJudge, Verifier
from accounts.directory.queries import detail_of
from accounts.people.queries import get_person
from accounts.people.schemas import PersonCard, PersonDetail
from accounts.verification import actions
from accounts.verification.model import VerificationRequest
from accounts.verification.queries import requests_with
from accounts.verification.schemas import (
    Refusal,
    VerificationEvidence,
    VerificationItem,
    VerificationState,
)
from shared.http import Cursor, Page, Reading, Transaction, page_of, router

routes = router("verification")


@routes.post("/me/verification")
async def request_verification(
    who: Anyone, body: VerificationEvidence, session: Transaction
) -> VerificationState:
    """Ask to be recognised as a teacher. Sending again replaces what still waits."""
    await actions.request_verification(session, who, body)
    person = await get_person(session, who.person_id)
    return VerificationState(
        verification=person.verification,
        waiting=True,
        reason=None,
    )


@routes.get("/verifications")
async def list_verifications(
    who: Verifier,
    session: Reading,
    status: Literal["waiting", "verified", "refused"] = "waiting",
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[VerificationItem]:
    """The queue, longest wait first; what is decided, newest first."""
    rows, following = await page_of(
        session,
        requests_with(status),
        key=VerificationRequest.id,
        cursor=cursor,
        limit=limit,
        descending=status != "waiting",
    )
    items = []
    for row in rows:
        person = PersonCard.model_validate(await get_person(session, row.person_id))
        fields = {
            name: getattr(row, name) for name in VerificationItem.model_fields if name != "person"
        }
        items.append(VerificationItem(person=person, **fields))
    return Page(items=items, next_cursor=following)


@routes.post("/verifications/{person_id}/verify")
async def verify_teacher(person_id: UUID, who: TeacherJudge, session: Transaction) -> PersonDetail:
    return await detail_of(session, await actions.verify_teacher(session, who, person_id))


@routes.post("/verifications/{person_id}/refuse")
async def refuse_teacher(
    person_id: UUID, body: Refusal, who: TeacherJudge, session: Transaction
) -> PersonDetail:
    person = await actions.refuse_teacher(session, who, person_id, body.reason)
    return await detail_of(session, person)
