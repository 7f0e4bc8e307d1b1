"""HTTP of the token exchange."""

from accounts.access_tokens import actions
from accounts.access_tokens.schemas import TokenIssued, TokenRequest
from accounts.dependencies import Conf, SessionToken, Sign
from shared.http import Transaction, public, router

routes = router("tokens")


@routes.post("/tokens", dependencies=[public()])
async def issue_token(
    body: TokenRequest,
    session: Transaction,
    conf: Conf,
    signer: Sign,
    meridian_session: SessionToken = None,
) -> TokenIssued:
    """A session (header `Meridian-Session`) for an access token that one service believes."""
    return await actions.issue_token(session, conf, signer, meridian_session, body.audience)
