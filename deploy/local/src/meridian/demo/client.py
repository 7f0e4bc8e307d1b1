"""A person at the public APIs: signs in, carries a token per service, says what went wrong."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

import httpx

from meridian.failure import Failure

TOKEN_SECONDS = 45
FRESH_SECONDS = 480
PATIENCE = 30


class Refused(Failure):
    """A service answered with a problem that the demo did not expect."""

    def __init__(self, method: str, url: str, answer: httpx.Response) -> None:
        super().__init__(f"{method} {url} answered {answer.status_code}: {answer.text[:600]}")
        self.status = answer.status_code


class Services:
    """The services' addresses and one connection pool."""

    def __init__(self, where: Mapping[str, str], seed: str) -> None:
        self.where = where
        self.seed = seed
        self.http = httpx.AsyncClient(
            timeout=30, limits=httpx.Limits(max_connections=16, max_keepalive_connections=16)
        )

    async def send(
        self,
        method: str,
        service: str,
        path: str,
        *,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | None = None,
        accept: tuple[int, ...] = (),
    ) -> httpx.Response:
        """Send, waiting out a service that is starting. Refused answers raise unless accepted."""
        url = f"{self.where[service]}{path}"
        until = monotonic() + PATIENCE
        while True:
            try:
                answer = await self.http.request(
                    method, url, json=json, headers=headers, params=params
                )
            except httpx.TransportError:
                if monotonic() > until:
                    raise
                await asyncio.sleep(0.5)
                continue
            if answer.status_code == 503 and monotonic() < until:
                await asyncio.sleep(1)
                continue
            break
        if answer.is_error and answer.status_code not in accept:
            raise Refused(method, url, answer)
        return answer

    def key(self, *parts: str) -> dict[str, str]:
        """The Idempotency-Key of a step: the same in every attempt to load this demo."""
        text = "/".join((self.seed, *parts))
        return {"Idempotency-Key": hashlib.sha256(text.encode()).hexdigest()[:40]}


class Person:
    """Somebody signed in. Whoever can sign in `again` does so before the session is old."""

    def __init__(
        self,
        services: Services,
        session_token: str,
        key: str,
        again: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self.services = services
        self.session_token = session_token
        self.key = key
        self._again = again
        self._signing_in = asyncio.Lock()
        self._old_at = monotonic() + FRESH_SECONDS
        self.id = ""
        self._tokens: dict[str, tuple[str, float]] = {}

    async def _stay_fresh(self) -> None:
        """Staff decide about others only within ten minutes of signing in."""
        async with self._signing_in:
            if self._again is not None and monotonic() > self._old_at:
                self.session_token = await self._again()
                self._old_at = monotonic() + FRESH_SECONDS
                self.forget_tokens()

    async def _authorization(self, service: str) -> dict[str, str]:
        await self._stay_fresh()
        token, until = self._tokens.get(service, ("", 0.0))
        if monotonic() > until:
            answer = await self.services.send(
                "POST",
                "accounts",
                "/v1/tokens",
                json={"audience": service},
                headers={"Meridian-Session": self.session_token},
            )
            token = answer.json()["access_token"]
            self.id = answer.json()["person"]["id"]
            self._tokens[service] = (token, monotonic() + TOKEN_SECONDS)
        return {"Authorization": f"Bearer {token}"}

    async def headers(self, service: str) -> dict[str, str]:
        """What a request of this person to this service bears."""
        return await self._authorization(service)

    def forget_tokens(self) -> None:
        """Rights changed: ask for new tokens."""
        self._tokens.clear()

    async def get(self, service: str, path: str, **params: Any) -> Any:
        answer = await self.read(service, path, **params)
        return answer.json()

    async def read(
        self, service: str, path: str, accept: tuple[int, ...] = (), **params: Any
    ) -> httpx.Response:
        headers = await self._authorization(service)
        return await self.services.send(
            "GET", service, path, headers=headers, params=params, accept=accept
        )

    async def put(self, service: str, path: str, json: Any, version: str | None = None) -> Any:
        headers = await self._authorization(service)
        if version is not None:
            headers["If-Match"] = version
        return await self.services.send("PUT", service, path, json=json, headers=headers)

    async def patch(self, service: str, path: str, json: Any) -> Any:
        headers = await self._authorization(service)
        answer = await self.services.send("PATCH", service, path, json=json, headers=headers)
        return answer.json() if answer.content else None

    async def post(
        self,
        service: str,
        path: str,
        json: Any = None,
        accept: tuple[int, ...] = (),
        version: str | None = None,
    ) -> Any:
        """An act that may be repeated; `accept` names answers that mean it was done before."""
        headers = await self._authorization(service)
        if version is not None:
            headers["If-Match"] = version
        answer = await self.services.send(
            "POST", service, path, json=json, headers=headers, accept=accept
        )
        return answer.json() if answer.content else None

    async def create(
        self, service: str, path: str, json: Any, step: str, accept: tuple[int, ...] = ()
    ) -> str:
        """Create something once, whatever happens; its id, or nothing for an accepted refusal."""
        headers = await self._authorization(service)
        headers |= self.services.key(self.key, step)
        answer = await self.services.send(
            "POST", service, path, json=json, headers=headers, accept=accept
        )
        return "" if answer.is_error else str(answer.json()["id"])
