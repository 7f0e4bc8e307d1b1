"""What a route works with: the viewer, the services, the form, and the page to answer with."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import httpx
import structlog
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse

from shared.http.clients import client_address
from shared.identity.permissions import Permission
from web.api import Api, Caller, NotThere, Refused, SignInNeeded, Unavailable
from web.flash import COOKIE as FLASH_COOKIE
from web.flash import Flash, FlashBox
from web.forms import PERSON_FIELD, Form
from web.i18n import LANGUAGES
from web.live.news import News
from web.reader import reader
from web.rendering import person_mark, render_template
from web.session import (
    AccessTokens,
    SessionEnded,
    Viewer,
    cookie_name,
    drop_cookie,
    keep_cookie,
    known_device_header,
    session_of,
)
from web.settings import Settings

MOST_FIELDS = 1000


def router() -> APIRouter:
    """The pages of one room. Every module `web.<room>.routes` with `routes = router()` is served."""
    return APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class StaffOnly(Exception):
    """The page is for people with another role."""


class OtherPerson(Exception):
    """The form was filled in by somebody else, who was signed in here before."""


@dataclass
class Page:
    """One request for one page."""

    request: Request
    settings: Settings
    api: Api
    viewer: Viewer | None
    session: str | None

    @property
    def me(self) -> Viewer:
        """The signed-in person."""
        if self.viewer is None:
            raise SignInNeeded
        return self.viewer

    async def form(self, *, file: str = "") -> Form:
        """The form that was sent. Services called from here on get its key as Idempotency-Key.

        `file` names a field of lines that may also come as a text file, from `<file>_file`.
        """
        fields = await self.request.form(max_files=1 if file else 0, max_fields=MOST_FIELDS)
        form = Form([(n, v) for n, v in fields.multi_items() if isinstance(v, str)], sent=True)
        chosen = fields.get(f"{file}_file")
        if isinstance(chosen, UploadFile) and chosen.filename:
            form.take_file(file, await chosen.read())
        await fields.close()
        self.api.caller.form_key = form.key
        self.request.state.form = form
        written_by = form.text(PERSON_FIELD)
        if self.viewer and written_by and written_by != person_mark(self.viewer):
            raise OtherPerson
        return form

    def query(self, name: str) -> str:
        """One value of the address's query, "" when absent."""
        return self.request.query_params.get(name, "").strip()

    def render(
        self,
        template: str,
        /,
        *,
        fragment: str = "",
        status: int = 0,
        secret: bool = False,
        **values: Any,
    ) -> Response:
        """The page; only its block `fragment` when htmx asked for a part.

        The answer to a form can be reached by the browser's Back, except one that shows a `secret`.
        """
        flash = self._flash()
        form = values.setdefault("form", Form())
        part = fragment if self.request.headers.get("hx-request-type") == "partial" else ""
        html = render_template(
            template, part, {**values, "page": self, "viewer": self.viewer, "flash": flash}
        )
        response = HTMLResponse(html, status_code=status or getattr(form, "status", 200))
        response.headers["Vary"] = "HX-Request-Type, Cookie, Accept-Language"
        if not secret:
            may_be_revisited(self.request, response)
        if flash and not part:
            drop_cookie(response, self.settings, FLASH_COOKIE)
        return response

    def go(
        self, address: str, message: str = "", /, *, tone: str = "good", undo: str = ""
    ) -> Response:
        """After a form: on to the next page, with a word about what happened and a way back."""
        response = RedirectResponse(address, status_code=303)
        saved = self.api.caller.form_key if tone != "bad" else ""
        if message or saved:
            sealed = self._box.seal(Flash(message[:400], tone, undo, saved))
            keep_cookie(response, self.settings, FLASH_COOKIE, sealed, seconds=60)
        return response

    async def try_to(self, form: Form, call: Awaitable[Any]) -> Any:
        """Awaits the call. When the service refuses, the form takes its words and None comes back;
        an answer without a body is True."""
        if form.errors:
            close = getattr(call, "close", None)
            if close:
                close()
            return None
        try:
            answer = await call
        except Refused as refusal:
            form.refused(refusal)
            return None
        return True if answer is None else answer

    @property
    def _box(self) -> FlashBox:
        box: FlashBox = self.request.app.state.flash_box
        return box

    def _flash(self) -> Flash | None:
        value = self.request.cookies.get(cookie_name(self.settings, FLASH_COOKIE))
        return self._box.open(value) if value else None


def may_be_revisited(request: Request, response: Response) -> None:
    """Let the browser keep the answer to a form, so that Back shows it with all its words.

    Other pages are not kept (`no-store`). This one is never used for another request: it is stale at
    once, and belongs to the session (`Vary: Cookie`). Signing out removes it.
    """
    if request.method == "POST":
        response.headers["Cache-Control"] = "private, max-age=0"


def trace_headers(request: Request) -> dict[str, str]:
    """The ids that tie this page to what the services do for it."""
    bound = structlog.contextvars.get_contextvars()
    request_id = request.scope.get("state", {}).get("request_id") or bound.get("request_id")
    headers = {"X-Request-ID": str(request_id)} if request_id else {}
    if bound.get("correlation_id"):
        headers["X-Correlation-ID"] = str(bound["correlation_id"])
    if bound.get("traceparent"):
        headers["traceparent"] = str(bound["traceparent"])
    return headers


def device_headers(request: Request, settings: Settings) -> dict[str, str]:
    """Whose browser this is, for rate limits and the list of sessions."""
    agent = "".join(c for c in request.headers.get("user-agent", "") if " " <= c <= "~")
    headers = {"Meridian-Device": agent[:200], **known_device_header(request, settings)}
    if request.client:
        headers["X-Forwarded-For"] = client_address(
            request.client.host,
            request.headers.getlist("x-forwarded-for"),
            settings.trusted_proxies,
        )
    return headers


async def anyone(request: Request) -> Page:
    """Visitors and people. A page must not fail for a visitor because accounts is away."""
    settings: Settings = request.app.state.settings
    tokens: AccessTokens = request.app.state.tokens
    client: httpx.AsyncClient = request.app.state.client
    cookie = session = session_of(request, settings)
    headers = trace_headers(request)
    viewer = None
    if session:
        try:
            viewer = (await tokens.for_service(session, "notifications", headers)).viewer
        except SessionEnded:
            session = None
        except httpx.HTTPError:
            request.state.accounts_away = True
    if viewer:
        now = reader()
        now.zone = viewer.zone
        now.person = person_mark(viewer)
        if (
            cookie_name(settings, "language") not in request.cookies
            and viewer.language in LANGUAGES
        ):
            now.language = viewer.language
        if session and request.method == "GET":
            news: News = request.app.state.news
            now.news = await news.waits_for(str(viewer.id), session)
    api = Api(
        client,
        tokens,
        settings.upstreams(),
        Caller(session, headers, cookie=cookie, device=device_headers(request, settings)),
    )
    page = Page(request, settings, api, viewer, session)
    request.state.page = page
    return page


async def signed_in(request: Request, page: Annotated[Page, Depends(anyone)]) -> Page:
    """Only people; others are asked to sign in and come back."""
    if page.viewer is None:
        if getattr(request.state, "accounts_away", False):
            if request.method not in {"GET", "HEAD"}:
                await page.form()
            raise Unavailable("accounts")
        if request.method not in {"GET", "HEAD"}:
            await page.form()
        raise SignInNeeded
    return page


class Allowed:
    """Only people with a permission: for the cohort in the address where `parameter` names one.

    Without a parameter, a permission of one cohort has to be held for some cohort, and the service
    asks for which.
    """

    def __init__(self, permission: Permission, parameter: str = "") -> None:
        self.permission = permission
        self.parameter = parameter

    async def __call__(self, page: Annotated[Page, Depends(signed_in)]) -> Page:
        if not page.me.holds(self.permission):
            raise StaffOnly
        if self.parameter and not self._here(page):
            raise NotThere
        return page

    def _here(self, page: Page) -> bool:
        try:
            cohort_id = UUID(page.request.path_params[self.parameter])
        except ValueError:
            return False
        return page.me.may(self.permission, cohort_id)

    def __str__(self) -> str:
        return f"{self.permission} of {{{self.parameter}}}" if self.parameter else self.permission


def allowed(permission: Permission, parameter: str = "") -> Any:
    """The dependency of a page for whoever holds this permission."""
    return Depends(Allowed(permission, parameter))


Anyone = Annotated[Page, Depends(anyone)]
SignedIn = Annotated[Page, Depends(signed_in)]
Staff = Annotated[Page, allowed(Permission.SEE_CONTROL_ROOM)]


def sign_in_address(back_to: str) -> str:
    """Where to sign in, and then come back."""
    return f"/sign-in?next={quote(back_to, safe='/')}"
