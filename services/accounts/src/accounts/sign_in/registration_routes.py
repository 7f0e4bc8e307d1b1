"""HTTP of codes for people who registered and receive no mail."""

from uuid import UUID

from accounts.dependencies import CodeIssuer, Conf
from accounts.sign_in.actions import issue_code_for_registration
from accounts.sign_in.schemas import SignInCode, SignInCodeRequest
from shared.http import Transaction, router

# Readers of the API find this beside the registrations.
routes = router("registration")


@routes.post("/registrations/{registration_id}/sign-in-code")
async def issue_registration_code(
    registration_id: UUID,
    body: SignInCodeRequest,
    who: CodeIssuer,
    session: Transaction,
    conf: Conf,
) -> SignInCode:
    """After checking identity: a single-use code that confirms the registration and signs in."""
    return await issue_code_for_registration(session, conf, who, registration_id, body.reason)
