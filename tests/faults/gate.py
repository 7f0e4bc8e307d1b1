"""A small TCP proxy between two parts, on loopback: passes, delays, resets, or lets nothing through."""

import asyncio
import socket
import struct
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Literal, cast

Way = Literal["there", "back", "both"]


class _End(asyncio.Protocol):
    """One side of a connection through the gate; `other` is the opposite side."""

    def __init__(self, gate: "Gate", way: Literal["there", "back"]) -> None:
        self.gate = gate
        self.way = way
        self.transport: asyncio.Transport | None = None
        self.other: _End | None = None
        self.waiting: list[bytes] = []
        self.late: deque[tuple[float, bytes]] = deque()
        self.task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.gate.ends.add(self)
        if self.way == "there":
            self.task = asyncio.create_task(self._connect_onward())
        elif self.gate.holds(self.way):
            self.transport.pause_reading()

    async def _connect_onward(self) -> None:
        assert self.transport is not None
        back = _End(self.gate, "back")
        back.other = self
        try:
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: back, "127.0.0.1", self.gate.target)
        except OSError:
            self.transport.abort()
            return
        if self.transport.is_closing():
            assert back.transport is not None
            back.transport.abort()
            return
        self.other = back
        # What came while the way onward was being opened goes first.
        for data in self.waiting:
            self._pass_on(data)
        self.waiting.clear()
        if self.gate.holds(self.way):
            self.transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self.waiting.append(data)
        elif self.gate.delay or self.late:
            # One queue, so that nothing overtakes what is still delayed.
            loop = asyncio.get_running_loop()
            self.late.append((loop.time() + self.gate.delay, data))
            loop.call_later(self.gate.delay, self._pass_on_late)
        else:
            self._pass_on(data)

    def _pass_on_late(self) -> None:
        now = asyncio.get_running_loop().time()
        while self.late and self.late[0][0] <= now + 0.001:
            self._pass_on(self.late.popleft()[1])

    def _pass_on(self, data: bytes) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.write(data)

    def pause_writing(self) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None and not self.gate.holds(self.other.way):
            self.other.resume()

    def resume(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.resume_reading()

    def connection_lost(self, _error: Exception | None) -> None:
        self.gate.ends.discard(self)
        if self.other is not None and self.other.transport is not None:
            self.other.transport.close()

    def reset(self) -> None:
        """Closed with RST rather than FIN, as a router that forgets the connection does."""
        if self.transport is not None:
            opened: Any = self.transport.get_extra_info("socket")
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()


@dataclass
class Gate:
    """Between one part and one server. Held bytes are passed on when it opens again, as TCP would."""

    name: str
    port: int
    target: int
    delay: float = 0.0
    refusing: bool = False
    held: frozenset[str] = frozenset()
    ends: set[_End] = field(default_factory=set)
    server: asyncio.Server | None = None

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(self._accept, "127.0.0.1", self.port)

    def _accept(self) -> asyncio.Protocol:
        return _Refused() if self.refusing else _End(self, "there")

    def holds(self, way: str) -> bool:
        return way in self.held

    def hold(self, way: Way) -> None:
        """Let nothing through, in one direction or in both; connections stay open."""
        self.held = frozenset({"there", "back"} if way == "both" else {way})
        for end in self.ends:
            if end.transport is not None and self.holds(end.way):
                end.transport.pause_reading()

    def reset(self) -> None:
        for end in list(self.ends):
            end.reset()

    def refuse(self) -> None:
        self.refusing = True
        self.reset()

    def heal(self) -> None:
        self.delay, self.held, self.refusing = 0.0, frozenset(), False
        for end in list(self.ends):
            end.resume()

    async def close(self) -> None:
        if self.server is not None:
            self.server.close()
        for end in list(self.ends):
            end.reset()


class _Refused(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).abort()
