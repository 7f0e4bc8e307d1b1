"""The one way from a page to a service: typed calls, tokens, ids and honest failures."""

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

import httpx
import structlog

from web.reach import TIMEOUT, UNREACHABLE, twice
from web.session import AccessTokens, SessionEnded

Json = Any
"""What a service answered, already parsed."""
Service = Literal["accounts", "partnering", "course", "projects", "notifications"]

PATIENT = httpx.Timeout(60.0, connect=2.0)


class SignInNeeded(Exception):
    """Nobody is signed in, or the session ended on the way."""


class NotThere(Exception):
    """It does not exist, or not for this person."""


class Unavailable(Exception):
    """A service does not answer now; nothing was decided, the same request may be sent again."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


@dataclass
class Refused(Exception):
    """A service said no, and why. `errors` are by field name, as forms write it."""

    status: int
    slug: str
    title: str
    detail: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    more: dict[str, Json] = field(default_factory=dict)
    """What the problem document says beyond the standard members."""

    def __str__(self) -> str:
        return f"{self.status} {self.slug}"


STANDARD = {"type", "title", "status", "detail", "instance", "errors"}


@dataclass(frozen=True)
class Answer:
    """What came back, with the version that an edit must name."""

    body: Json
    version: str
    location: str


@dataclass
class Caller:
    """For whom this request calls: the session, and the key of the form that was sent."""

    session: str | None
    headers: dict[str, str]
    form_key: str = ""
    cookie: str | None = None
    """What the browser sent, even if the session waits for a code or is over: accounts decides."""
    device: dict[str, str] = field(default_factory=dict)
    """Address and browser of the person, for accounts alone."""


def field_name(pointer: str) -> str:
    """`/languages/0/level` as forms write it: `languages.0.level`."""
    return pointer.removeprefix("/body").strip("/").replace("/", ".")


def refusal(response: httpx.Response) -> Refused:
    """The problem document of an answer."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    errors: dict[str, str] = {}
    for error in body.get("errors") or []:
        errors.setdefault(field_name(str(error.get("pointer", ""))), str(error.get("detail", "")))
    return Refused(
        status=response.status_code,
        slug=str(body.get("type", "")).rsplit("/", 1)[-1],
        title=str(body.get("title", "")),
        detail=str(body.get("detail") or ""),
        errors=errors,
        more={name: value for name, value in body.items() if name not in STANDARD},
    )


class Upstream:
    """One service, as the person of this request."""

    def __init__(
        self,
        service: Service,
        url: str,
        client: httpx.AsyncClient,
        tokens: AccessTokens,
        caller: Caller,
    ) -> None:
        self.service = service
        self._url = url.rstrip("/")
        self._client = client
        self._tokens = tokens
        self._caller = caller

    async def get(self, path: str, **query: Any) -> Json:
        """The answer's body. Empty query values are left out."""
        return (await self.send("GET", path, query=query)).body

    async def fetch(self, path: str, **query: Any) -> Answer:
        """The answer with its version, for pages that edit."""
        return await self.send("GET", path, query=query)

    async def post(self, path: str, json: Json = None, **query: Any) -> Json:
        """The same form sent twice acts once: its key travels as Idempotency-Key."""
        return (await self.send("POST", path, json=json, query=query)).body

    async def compute(self, path: str, json: Json) -> Json:
        """A `post` whose answer may take the service a while: everybody is solved again, say."""
        return (await self.send("POST", path, json=json, patience=PATIENT)).body

    async def put(self, path: str, json: Json, version: str = "") -> Json:
        """`version` is what `fetch` gave; the service refuses (412) when somebody was faster."""
        return (await self.send("PUT", path, json=json, version=version)).body

    async def patch(self, path: str, json: Json, version: str = "") -> Json:
        return (await self.send("PATCH", path, json=json, version=version)).body

    async def delete(self, path: str, **query: Any) -> Json:
        return (await self.send("DELETE", path, query=query)).body

    async def send(
        self,
        method: str,
        path: str,
        *,
        json: Json = None,
        query: dict[str, Any] | None = None,
        version: str = "",
        patience: httpx.Timeout = TIMEOUT,
    ) -> Answer:
        """One call. Reads are tried twice when the service cannot be reached."""
        headers = await self._headers(method, path, version)
        wanted = {
            name.rstrip("_"): value
            for name, value in (query or {}).items()
            if value not in (None, "", [])
        }

        async def call() -> httpx.Response:
            return await self._client.request(
                method,
                f"{self._url}{path}",
                params=wanted or None,
                json=json,
                headers=headers,
                timeout=patience,
            )

        try:
            response = await (twice(call) if method == "GET" else call())
        except UNREACHABLE as error:
            raise Unavailable(self.service) from error
        return self._read(response, signed_in="Authorization" in headers)

    async def _headers(self, method: str, path: str, version: str) -> dict[str, str]:
        headers = dict(self._caller.headers)
        session = self._caller.session
        if self.service == "accounts":
            headers.update(self._caller.device)
            if self._caller.cookie:
                headers["Meridian-Session"] = self._caller.cookie
        if session:
            try:
                access = await self._tokens.for_service(session, self.service, headers)
            except SessionEnded as ended:
                raise SignInNeeded from ended
            except httpx.HTTPError as error:
                raise Unavailable("accounts") from error
            headers["Authorization"] = f"Bearer {access.token}"
        if version:
            headers["If-Match"] = version
        if method == "POST" and self._caller.form_key:
            key = uuid5(NAMESPACE_URL, f"{self._caller.form_key}/{self.service}{path}")
            headers["Idempotency-Key"] = str(key)
        return headers

    def _read(self, response: httpx.Response, *, signed_in: bool) -> Answer:
        status = response.status_code
        if status < 400:
            is_json = "json" in response.headers.get("content-type", "")
            body = (response.json() if is_json else response.text) if response.content else None
            return Answer(
                body, response.headers.get("etag", ""), response.headers.get("location", "")
            )
        if status == 401 and signed_in:
            if self._caller.session:
                self._tokens.forget(self._caller.session)
            raise SignInNeeded
        if status == 404:
            raise NotThere
        if status >= 500:
            structlog.get_logger().warning(
                "upstream_failed", upstream=self.service, status=status, path=response.url.path
            )
            raise Unavailable(self.service)
        raise refusal(response)


class Api:
    """The five services, as the person of this request."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        tokens: AccessTokens,
        urls: dict[str, str],
        caller: Caller,
    ) -> None:
        self.caller = caller

        def upstream(service: Service) -> Upstream:
            return Upstream(service, urls[service], client, tokens, caller)

        self.accounts = upstream("accounts")
        self.partnering = upstream("partnering")
        self.course = upstream("course")
        self.projects = upstream("projects")
        self.notifications = upstream("notifications")
