"""HTTP of the copy of one's own data."""

from accounts.dependencies import Anyone, Client, Db, Limits
from accounts.export import actions
from accounts.recovery.schemas import ProvenChange
from accounts.step_up.actions import proven_person, step_up
from shared import clock
from shared.http import router
from shared.http.personal_data import ExportResponse, Turn

routes = router("export")


@routes.post("/me/export")
async def export_own_data(
    *,
    who: Anyone,
    turn: Turn,
    body: ProvenChange,
    database: Db,
    limits: Limits,
    client: Client,
) -> ExportResponse:
    """A copy of everything that accounts keeps about me."""
    proof = await step_up(database, limits, who, body.password, client)
    async with database.transaction() as session:
        await proven_person(session, who, proof)
        sections = await actions.export_own_data(session, who, proof)
    return ExportResponse.model_validate({"exported_at": clock.now(), "sections": sections})
