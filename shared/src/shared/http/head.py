"""HEAD wherever there is GET: the same status and headers, without the body."""

import asyncio
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENDLESS = "text/event-stream"


class HeadAsGet:
    """Asks the app as GET and keeps the body. A stream without an end is left once it has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        answer = _Headers(send)
        # A copy: the server goes by the method of its own.
        inner = {**scope, "method": "GET"}
        asking = asyncio.ensure_future(self.app(inner, receive, answer.take))
        leaving = asyncio.create_task(answer.endless.wait())
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if answer.endless.is_set() or not asking.done():
                asking.cancel()
                with suppress(asyncio.CancelledError):
                    await asking
            # What names the operation in logs and figures.
            scope.update({name: inner[name] for name in ("route", "endpoint") if name in inner})
        if not asking.cancelled():
            asking.result()


class _Headers:
    """Passes on how an answer begins, as soon as its length is known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._length = 0
        self.endless = asyncio.Event()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith(ENDLESS):
                await self._pass_on()
                self.endless.set()
            elif "content-length" in headers:
                await self._pass_on()
        elif message["type"] == "http.response.body" and self._start is not None:
            self._length += len(message.get("body", b""))
            if not message.get("more_body", False):
                if self._start["status"] not in {204, 304}:
                    MutableHeaders(scope=self._start)["Content-Length"] = str(self._length)
                await self._pass_on()

    async def _pass_on(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            await self._send(start)
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
