"""HTTP of erasure."""

from accounts.dependencies import Anyone, Client, Db, Limits
from accounts.erasure import actions
from accounts.erasure.schemas import ErasureAccepted
from accounts.recovery.schemas import ProvenChange
from accounts.step_up.actions import proven_person, step_up
from shared.http import router

routes = router("erasure")


@routes.post("/me/erasure", status_code=202)
async def request_erasure(
    who: Anyone, body: ProvenChange, database: Db, limits: Limits, client: Client
) -> ErasureAccepted:
    """The account ends at once; a mail says when every service has forgotten."""
    proof = await step_up(database, limits, who, body.password, client)
    async with database.transaction() as session:
        erasure = await actions.request_erasure(session, await proven_person(session, who, proof))
    return ErasureAccepted(erasure_id=erasure.id)
