"""HTTP of step-up."""

from accounts.dependencies import Anyone, Client, Db, Limits
from accounts.step_up.actions import refresh_session, step_up
from accounts.step_up.schemas import PasswordProof
from shared.http import router

routes = router("step_up")


@routes.post("/me/step-up", status_code=204)
async def step_up_session(
    who: Anyone, body: PasswordProof, database: Db, limits: Limits, client: Client
) -> None:
    """With the password this session counts as fresh for ten minutes. The next token says so."""
    proof = await step_up(database, limits, who, body.password, client)
    async with database.transaction() as session:
        await refresh_session(session, who, proof)
