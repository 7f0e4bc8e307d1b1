"""The health board for staff and the check-in answer of teachers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from course.access import Reader, SignedIn
from course.health import actions, queries
from course.health.schemas import CheckInAnswer, Colour, HealthBoard
from shared.http import Reading, Transaction, router

routes = router("health")


@routes.get("/cohorts/{cohort_id}/health")
async def read_health(
    cohort_id: UUID,
    who: Reader,
    session: Reading,
    colour: Colour | None = None,
    cursor: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HealthBoard:
    return await queries.health_board(session, who, cohort_id, colour, cursor)


@routes.post("/partnerships/{partnership_id}/check-in", status_code=204)
async def answer_check_in(
    partnership_id: UUID, body: CheckInAnswer, who: SignedIn, session: Transaction
) -> None:
    await actions.answer_check_in(session, who, partnership_id, body.answer)
