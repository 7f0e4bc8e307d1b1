"""A small HTTP client for the load: kept-alive connections and nothing else, to be cheap in processor time."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


class Wire:
    """One connection per address. A broken one raises `ConnectionError` and is opened anew next time."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}

    async def request(
        self,
        method: str,
        address: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        patience: float = 15,
    ) -> Answer:
        try:
            async with asyncio.timeout(patience):
                return await self._exchange(method, address, path, body, headers or {})
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            self._drop(address)
            raise ConnectionError(repr(error)) from error

    async def _exchange(
        self, method: str, address: str, path: str, body: Any, headers: dict[str, str]
    ) -> Answer:
        if address not in self._open:
            at = urlsplit(address)
            self._open[address] = await asyncio.open_connection(at.hostname, at.port)
        reader, writer = self._open[address]
        data = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "Host: load", f"Content-Length: {len(data)}"]
        lines += ["Content-Type: application/json"] if data else []
        lines += [f"{name}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode() + data)
        return await self._read(reader, address)

    async def _read(self, reader: asyncio.StreamReader, address: str) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        found = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            found[name.strip().lower()] = value.strip()
        body = await reader.readexactly(int(found.get("content-length", "0")))
        if found.get("connection", "").lower() == "close":
            self._drop(address)
        return Answer(status, found, body)

    def _drop(self, address: str) -> None:
        dropped = self._open.pop(address, None)
        if dropped is not None:
            dropped[1].close()

    def close(self) -> None:
        for address in list(self._open):
            self._drop(address)
