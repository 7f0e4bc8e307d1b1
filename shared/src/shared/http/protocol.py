"""How much of a request is taken in before its head is complete, how slowly, and from how many.

httptools keeps what it has not understood yet and searches it again with every piece that comes, so
that a header without an end would take all memory and all time. uvicorn bounds it for h11 only.
"""

import asyncio
import resource
from http import HTTPStatus
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD: Final = 32_768
"""Bytes of a request line with its headers; and of trailers or anything else that is no body."""
MOST_URL: Final = 8_192
MOST_HEADERS: Final = 100
HEAD_WITHIN: Final = 20.0
"""Seconds from the first byte to the end of the headers."""
LINGER: Final = 2.0
"""Seconds in which what still comes is thrown away, so that the sender can read the answer."""
MOST_CONNECTIONS: Final = min(4_096, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
_PIECE: Final = 8_192


class TooMuch(Exception):
    """The parser stops where a callback raises."""


class BoundedHttp(HttpToolsProtocol):
    """Answers 431, 414 or 408 and hangs up, instead of waiting for a head that does not end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = 0
        """Bytes since the head began, or since the last piece of body."""
        self._refused: HTTPStatus | None = None
        self._head_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # uvicorn bounds the time between two requests, and not the time before the first.
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        if len(self.connections) > MOST_CONNECTIONS:
            _make_room(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """In pieces, so that a count before each is enough to know when to stop."""
        if self._head_due is None and self.idle:
            self._await_head()
        for at in range(0, len(data), _PIECE):
            if self._refused is not None or self.transport.is_closing():
                return
            piece = data[at : at + _PIECE]
            self._held += len(piece)
            if self._held > MOST_HEAD:
                self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            super().data_received(piece)

    @property
    def idle(self) -> bool:
        """No request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._held = 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > MOST_URL:
            self._stop(HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > MOST_HEADERS:
            self._stop(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        self._head_arrived()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._held = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._held = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn when the parser has stopped: at an error, or because of us."""
        self.refuse(self._refused or HTTPStatus.BAD_REQUEST)

    def refuse(self, status: HTTPStatus) -> None:
        """Say why and hang up. In the middle of another answer there is no room to say anything."""
        self._refused = status
        self._head_arrived()
        if self.transport.is_closing():
            return
        if not self.idle:
            self.transport.close()
            return
        words = status.phrase.encode()
        lines = (
            f"HTTP/1.1 {status.value} {status.phrase}",
            "content-type: text/plain; charset=utf-8",
            f"content-length: {len(words)}",
            "connection: close",
        )
        self.transport.write("\r\n".join((*lines, "", "")).encode() + words)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.close)

    def _stop(self, status: HTTPStatus) -> None:
        self._refused = status
        raise TooMuch

    def _await_head(self) -> None:
        self._head_due = self.loop.call_later(HEAD_WITHIN, self._head_overdue)

    def _head_arrived(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _head_overdue(self) -> None:
        self._head_due = None
        if self.idle:
            self.refuse(HTTPStatus.REQUEST_TIMEOUT)


def _make_room(newest: BoundedHttp) -> None:
    """Hang up on a connection that waits for nothing; if all are busy, on the newest."""
    others = (one for one in list(newest.connections) if one is not newest)
    spare = next((one for one in others if isinstance(one, BoundedHttp) and one.idle), newest)
    spare.transport.close()
    newest.connections.discard(spare)
