"""Per request: an id to quote, the correlation id, one log line, one measurement. Pure ASGI."""

import re
from collections.abc import Awaitable, Callable
from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.ids import new_id
from shared.observability import REQUESTS

log = structlog.get_logger()

_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
_TRACE = re.compile(r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})


def _limited(receive: Receive, limit: int) -> Receive:
    """Count what arrives, so that a body without a stated length is cut off too."""
    received = 0

    async def receive_some() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise HTTPException(413)
        return message

    return receive_some


class RequestContext:
    def __init__(self, app: ASGIApp, service: str, max_body_bytes: int = 1_048_576) -> None:
        self.app = app
        self.service = service
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _ID.match(given) else str(new_id())
        correlation = headers.get("x-correlation-id", "")
        trace = headers.get("traceparent", "")
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500
        started = perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                outgoing = MutableHeaders(scope=message)
                outgoing["X-Request-Id"] = request_id
                # Answers are for who asks, now: no browser and no proxy keeps one unless a route says so.
                outgoing.setdefault("Cache-Control", "no-store")
            await send(message)

        with structlog.contextvars.bound_contextvars(
            service=self.service,
            request_id=request_id,
            correlation_id=correlation if _ID.match(correlation) else request_id,
            traceparent=trace if _TRACE.match(trace) else None,
        ):
            try:
                await self.app(scope, _limited(receive, self.max_body_bytes), answer)
            finally:
                seconds = perf_counter() - started
                route = scope.get("route")
                operation = str(getattr(route, "name", "unrouted"))
                REQUESTS.labels(self.service, operation, str(status)).observe(seconds)
                if scope["path"] not in _QUIET:
                    log.info(
                        "request",
                        method=scope["method"],
                        operation=operation,
                        status=status,
                        ms=round(seconds * 1000, 1),
                    )


class LastResort:
    """The innermost layer: an error that nobody expected is answered inside the request's context.

    A handler for `Exception` would run outside of every middleware: its log line would not know the
    request, and the answer would lack the id to quote and the headers that protect a page.
    """

    def __init__(
        self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]
    ) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, note)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            response = await self.answer(Request(scope, receive), error)
            await response(scope, receive, send)
