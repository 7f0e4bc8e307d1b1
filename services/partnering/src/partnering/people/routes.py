"""HTTP of blocking."""

from typing import Annotated
from uuid import UUID

from partnering.people import blocking, queries
from partnering.people.schemas import BlockedPerson, NewBlock
from shared.http import Created, Once, Principal, Reading, Transaction, own, router

routes = router("people")
Teacher = Annotated[Principal, own()]


@routes.get("/me/blocks")
async def list_my_blocks(who: Teacher, session: Reading) -> list[BlockedPerson]:
    """With whom I want no contact; without names until both are verified."""
    return await queries.my_blocks(session, who)


@routes.post("/me/blocks", status_code=201)
async def block_person(body: NewBlock, who: Teacher, session: Transaction, once: Once) -> Created:
    """By the card one sees. It is taken back by the same id."""
    enrolment_id = await blocking.block_person(session, who, body.enrolment_id)
    return await once.created("/v1/me/blocks", enrolment_id)


@routes.delete("/me/blocks/{enrolment_id}", status_code=204)
async def unblock_person(enrolment_id: UUID, who: Teacher, session: Transaction) -> None:
    await blocking.unblock_person(session, who, enrolment_id)
