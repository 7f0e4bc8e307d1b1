"""HTTP of the token exchange."""

from accounts.dependencies import Conf, SessionToken, Sign
from accounts.tokens import exchange
from accounts.tokens.schemas import TokenIssued, TokenRequest
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
    return await exchange.issue_token(session, conf, signer, meridian_session, body.audience)
