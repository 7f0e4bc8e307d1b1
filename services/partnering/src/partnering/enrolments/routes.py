"""HTTP of enrolments."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from fastapi.responses import PlainTextResponse

from partnering.classes.vocabulary import Country, Subject
from partnering.enrolments import actions, cards, participants, queries
from partnering.enrolments.participants import Filters
from partnering.enrolments.schemas import (
    Card,
    EnrolmentOut,
    Joining,
    Participant,
    Seats,
    Status,
)
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
from shared.http.bulkhead import one_at_a_time

routes = router("enrolments")
Teacher = Annotated[Principal, own()]
Anyone = Annotated[Principal, own()]
Staff = Annotated[Principal, allow_in(Permission.SEE_PARTICIPANTS, "cohort_id")]
Turn = Annotated[None, one_at_a_time("tables", 1)]
AnyoneOrStaff = Annotated[Principal, own(Permission.SEE_CLASSES)]


@routes.post("/cohorts/{cohort_id}/enrolments", status_code=201)
async def join_cohort(
    cohort_id: UUID, body: Joining, who: Teacher, session: Transaction, once: Once
) -> Created:
    """Join with one class: alone, with a partner abroad, or beside colleagues of one's school."""
    enrolment = await actions.join_cohort(session, who, cohort_id, body)
    return await once.created("/v1/enrolments", enrolment.id)


@routes.delete("/enrolments/{enrolment_id}", status_code=204)
async def leave_cohort(enrolment_id: UUID, who: Teacher, session: Transaction) -> None:
    """Leave a cohort while no partner depends on it."""
    await actions.leave_cohort(session, who, enrolment_id)


@routes.get("/me/enrolments")
async def list_my_enrolments(who: Teacher, session: Reading) -> list[EnrolmentOut]:
    return await queries.my_enrolments(session, who)


@routes.get("/cohorts/{cohort_id}/seats")
async def get_seats(cohort_id: UUID, who: Anyone, session: Reading) -> Seats:
    """How many seats are free, and how many wait."""
    return await queries.seats_of(session, cohort_id)


@routes.get("/enrolments/{enrolment_id}")
async def get_card(
    enrolment_id: UUID, who: AnyoneOrStaff, session: Reading, from_enrolment_id: UUID | None = None
) -> Card:
    """A class as others of its cohort see it, with what holds between it and one's own."""
    return await cards.get_card(session, who, enrolment_id, from_enrolment_id)


def _filters(
    status: Status | None = None,
    country: Country | None = None,
    verified: bool | None = None,
    subject: Subject | None = None,
    text: Annotated[str, Query(max_length=100)] = "",
) -> Filters:
    return Filters(status, country, verified, subject, text)


@routes.get("/cohorts/{cohort_id}/enrolments")
async def list_participants(
    cohort_id: UUID,
    who: Staff,
    session: Reading,
    filters: Annotated[Filters, Depends(_filters)],
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[Participant]:
    return await participants.participants(session, cohort_id, filters, cursor, limit)


@routes.get("/cohorts/{cohort_id}/enrolments.csv", response_class=PlainTextResponse)
async def export_participants(
    cohort_id: UUID,
    who: Staff,
    turn: Turn,
    session: Reading,
    filters: Annotated[Filters, Depends(_filters)],
) -> PlainTextResponse:
    text = await participants.participants_csv(session, cohort_id, filters)
    return PlainTextResponse(
        text,
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="participants.csv"'},
    )
