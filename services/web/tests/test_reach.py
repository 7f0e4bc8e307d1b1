"""Pages reach the services through one client, and one service does not use up another's share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from web.reach import LIMITS, client_of


@asynccontextmanager
async def _served(*, silent: bool) -> AsyncIterator[str]:
    """A bare HTTP server that answers at once, or never."""
    open_ends: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ends.add(writer)
        await reader.readuntil(b"\r\n\r\n")
        if not silent:
            writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in open_ends:
            writer.close()


async def test_a_service_that_hangs_takes_no_connection_of_another() -> None:
    most = LIMITS.max_connections or 0
    async with (
        _served(silent=True) as hanging,
        _served(silent=False) as well,
        client_of((hanging, well)) as client,
    ):
        waiting = [asyncio.create_task(client.get(hanging)) for _ in range(most + 20)]
        await asyncio.sleep(0.2)
        answer = await client.get(well, timeout=httpx.Timeout(2.0))
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    assert answer.status_code == 204
