"""HTTP of export and erasure."""

from accounts.dependencies import Anyone, Conf, Limits
from accounts.erasure import actions
from accounts.erasure.export import export_own_data
from accounts.erasure.schemas import ErasureAccepted, ErasureOrder, OwnData
from shared.http import Transaction, router

routes = router("erasure")


@routes.post("/me/erasure", status_code=202)
async def request_erasure(
    who: Anyone, body: ErasureOrder, session: Transaction, limits: Limits
) -> ErasureAccepted:
    """The account ends at once; a mail says when every service has forgotten."""
    erasure = await actions.request_erasure(session, limits, who, body.password)
    return ErasureAccepted(erasure_id=erasure.id)


@routes.get("/me/export")
async def export_me(who: Anyone, session: Transaction, conf: Conf) -> OwnData:
    """Everything that accounts keeps about me."""
    return await export_own_data(session, conf, who)
