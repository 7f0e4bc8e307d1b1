"""HTTP of blocking."""

from typing import Annotated
from uuid import UUID

from partnering.people import actions, queries
from partnering.people.schemas import BlockedPerson, NewBlock
from shared.http import Created, Once, Principal, Reading, Transaction, own, router

routes = router("people")
Teacher = Annotated[Principal, own()]


@routes.get("/me/blocks")
async def list_my_blocks(who: Teacher, session: Reading) -> list[BlockedPerson]:
    """With whom I want no contact."""
    found = await queries.my_blocks(session, who.person_id)
    return [BlockedPerson.model_validate(person) for person in found]


@routes.post("/me/blocks", status_code=201)
async def block_person(body: NewBlock, who: Teacher, session: Transaction, once: Once) -> Created:
    person_id = await actions.block_person(session, who, body.enrolment_id)
    return await once.created("/v1/me/blocks", person_id)


@routes.delete("/me/blocks/{person_id}", status_code=204)
async def unblock_person(person_id: UUID, who: Teacher, session: Transaction) -> None:
    await actions.unblock_person(session, who, person_id)
