"""HTTP of accounts."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from accounts.access_tokens import routes as access_tokens
from accounts.audit import routes as audit
from accounts.audit.actions import Denied, record_denial
from accounts.directory import routes as directory
from accounts.erasure import routes as erasure
from accounts.export import routes as export
from accounts.granting import routes as granting
from accounts.keys import Signer, Vault
from accounts.mail.queries import mail_backlog
from accounts.me import routes as me
from accounts.recovery import routes as recovery
from accounts.registration import routes as registration
from accounts.second_factor import routes as second_factor
from accounts.sessions import routes as sessions
from accounts.settings import Settings
from accounts.sign_in import registration_routes
from accounts.sign_in import routes as sign_in
from accounts.step_up import routes as step_up
from accounts.verification import routes as verification
from accounts.worker import create_worker
from shared.http import service_app
from shared.http.problems import respond

ROOMS = (
    registration,
    sign_in,
    registration_routes,
    sessions,
    access_tokens,
    me,
    directory,
    granting,
    verification,
    recovery,
    second_factor,
    step_up,
    export,
    erasure,
    audit,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    vault = Vault(settings.secret_key_file)
    app = service_app(
        settings,
        title="Accounts",
        description="Who you are: accounts, sign-in, sessions, roles, verification.",
        routers=[room.routes for room in ROOMS],
        worker=create_worker(settings, vault),
        backlogs={"mail": mail_backlog},
        state={"vault": vault, "signer": Signer(settings.signing_key_file)},
    )

    async def on_denied(request: Request, error: Exception) -> JSONResponse:
        """The refused act is rolled back; that it was tried stays on record."""
        assert isinstance(error, Denied)
        async with request.app.state.database.transaction() as session:
            record_denial(session, error)
        return respond(request, error)

    app.add_exception_handler(Denied, on_denied)
    return app
