"""What an operator sees and does of a service's delivery."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from sqlalchemy import text

from shared import clock, parking
from shared.backlog import Backlog
from shared.http.auth import allow
from shared.http.models import Input
from shared.http.problems import NotFound
from shared.http.transactions import Reading, Transaction
from shared.identity.permissions import Permission
from shared.identity.principal import Principal

routes = APIRouter(prefix="/v1/delivery", tags=["delivery"])
Operator = Annotated[Principal, allow(Permission.RUN_SYSTEM)]


class Position(BaseModel):
    producer: str
    next_number: int


class ParkedEvent(BaseModel):
    id: UUID
    producer: str
    number: int | None
    type: str
    aggregate_id: str
    error: str
    status: str
    parked_at: datetime


class WaitingPart(BaseModel):
    """What waits to be handed over to something outside, such as mails to the mail server."""

    part: str
    waiting: int
    oldest_seconds: float
    done_at: datetime | None
    """When something last went out; asked only while something waits long."""
    stuck: bool


class DeliveryStatus(BaseModel):
    service: str
    last_number: int
    published_number: int
    unnumbered: int
    oldest_waiting_seconds: float
    positions: list[Position]
    parked: list[ParkedEvent]
    backlogs: list[WaitingPart]


class Discard(Input):
    reason: str = Field(min_length=3, max_length=500)


@routes.get("", operation_id="read_delivery")
async def read_delivery(request: Request, who: Operator, session: Reading) -> DeliveryStatus:
    """Outbox, inbox positions and parked events of this service."""
    head = (
        await session.execute(text("SELECT last_number, published_number FROM outbox_head"))
    ).first()
    waiting = (
        await session.execute(
            text(
                "SELECT count(*) FILTER (WHERE number IS NULL) AS unnumbered,"
                " min(recorded_at) AS oldest FROM outbox"
                " WHERE number IS NULL OR number > :published"
            ),
            {"published": head.published_number if head else 0},
        )
    ).one()
    age = (clock.real_now() - waiting.oldest).total_seconds() if waiting.oldest else 0.0
    positions = await session.execute(
        text("SELECT producer, next_number FROM inbox ORDER BY producer")
    )
    parked = await parking.parked_events(session)
    return DeliveryStatus(
        service=request.app.state.settings.service,
        last_number=head.last_number if head else 0,
        published_number=head.published_number if head else 0,
        unnumbered=waiting.unnumbered,
        oldest_waiting_seconds=age,
        positions=[Position.model_validate(row, from_attributes=True) for row in positions],
        parked=[ParkedEvent.model_validate(row, from_attributes=True) for row in parked],
        backlogs=[
            WaitingPart(
                part=name,
                waiting=one.waiting,
                oldest_seconds=one.oldest.total_seconds(),
                done_at=one.done_at,
                stuck=one.stuck,
            )
            for name, one in (await _backlogs(request)).items()
        ],
    )


async def _backlogs(request: Request) -> dict[str, Backlog]:
    seen: dict[str, Backlog] = await request.app.state.backlogs.seen(request.app.state.database)
    return seen


@routes.post("/parked/{parked_id}/retry", status_code=204, operation_id="retry_parked")
async def retry_parked(parked_id: UUID, who: Operator, session: Transaction) -> None:
    """Let the worker try this event, and those behind it, once more."""
    if not await parking.request_retry(session, parked_id, str(who.person_id)):
        raise NotFound("This parked event")


@routes.post("/parked/{parked_id}/discard", status_code=204, operation_id="discard_parked")
async def discard_parked(
    parked_id: UUID, body: Discard, who: Operator, session: Transaction
) -> None:
    """Give this event up, with a reason that stays."""
    if not await parking.discard(session, parked_id, str(who.person_id), body.reason):
        raise NotFound("This parked event")
