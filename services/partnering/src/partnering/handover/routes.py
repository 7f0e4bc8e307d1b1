"""HTTP of handing a seat over to a colleague."""

from typing import Annotated
from uuid import UUID

from partnering.handover import actions, deciding, queries
from partnering.handover.schemas import SeatDecision, SeatOfferIn, SeatOfferOut, WaitingSeat
from shared.http import (
    Created,
    Once,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow_in,
    own,
    router,
)

routes = router("handover")

Person = Annotated[Principal, own()]
SeatStaff = Annotated[Principal, allow_in(Permission.HANDLE_RESCUES, Scoped.LOADED)]
CohortStaff = Annotated[Principal, allow_in(Permission.HANDLE_RESCUES, "cohort_id")]


@routes.post("/partnerships/{partnership_id}/seat-offers", status_code=201)
async def offer_seat(
    body: SeatOfferIn, who: Person, session: Transaction, once: Once, partnership_id: UUID
) -> Created:
    """Offer one's seat to a colleague of the same school; nothing changes until they take it."""
    offer = await actions.offer_seat(session, who, partnership_id, body)
    return await once.created("/v1/seat-offers", offer.id)


@routes.get("/me/seat-offers")
async def list_my_seat_offers(who: Person, session: Reading) -> list[SeatOfferOut]:
    """Seats I offer, seats offered to my address, and those I am asked to agree to."""
    return await queries.my_offers(session, who)


@routes.get("/seat-offers/{offer_id}")
async def get_seat_offer(offer_id: UUID, who: Person, session: Reading) -> SeatOfferOut:
    return await queries.my_offer(session, who, offer_id)


@routes.post("/seat-offers/{offer_id}/take")
async def take_seat(offer_id: UUID, who: Person, session: Transaction) -> SeatOfferOut:
    """Say yes as the colleague; the partners are asked next."""
    await actions.take_seat(session, who, offer_id)
    return await queries.my_offer(session, who, offer_id)


@routes.post("/seat-offers/{offer_id}/agree")
async def agree_to_colleague(offer_id: UUID, who: Person, session: Transaction) -> SeatOfferOut:
    """Agree as a partner. With the last yes the seat changes hands, and all work stays."""
    await actions.agree_to_colleague(session, who, offer_id)
    return await queries.my_offer(session, who, offer_id)


@routes.post("/seat-offers/{offer_id}/refuse", status_code=204)
async def refuse_colleague(offer_id: UUID, who: Person, session: Transaction) -> None:
    """Say no as a partner; everything stays as it was."""
    await actions.refuse_colleague(session, who, offer_id)


@routes.post("/seat-offers/{offer_id}/decline", status_code=204)
async def decline_seat(offer_id: UUID, who: Person, session: Transaction) -> None:
    await actions.decline_seat(session, who, offer_id)


@routes.post("/seat-offers/{offer_id}/withdraw", status_code=204)
async def withdraw_seat_offer(offer_id: UUID, who: Person, session: Transaction) -> None:
    await actions.withdraw_offer(session, who, offer_id)


@routes.get("/cohorts/{cohort_id}/seat-offers")
async def list_waiting_seats(
    cohort_id: UUID, who: CohortStaff, session: Reading
) -> list[WaitingSeat]:
    """Staff: seats on which a partner has not answered for 5 days."""
    return list(await deciding.waiting_seats(session, who, cohort_id))


@routes.post("/seat-offers/{offer_id}/decide", status_code=204)
async def decide_seat(
    offer_id: UUID, body: SeatDecision, who: SeatStaff, session: Transaction
) -> None:
    """Staff: agree in place of the partners who have not answered, or leave all as it was."""
    await deciding.decide_seat(session, who, offer_id, agree=body.agree)
