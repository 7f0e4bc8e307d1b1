"""A head that is too large, too long or too slow is refused at once, and others are answered."""

import asyncio
import contextlib
import re
import resource
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from shared.http import protocol
from shared.http.protocol import MOST_HEAD, MOST_HEADERS, MOST_URL, BoundedHttp

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000


async def _length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[int]:
    app = Starlette(routes=[Route("/", _length, methods=["GET", "POST"])])
    config = uvicorn.Config(
        app, port=0, http=BoundedHttp, ws="none", timeout_keep_alive=1, log_level="critical"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await running


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with served() as chosen:
        yield chosen


async def answer_to(port: int, *pieces: bytes, pause: float = 0) -> bytes:
    """What comes back for these bytes, however the connection ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = asyncio.create_task(reader.read())
    with contextlib.suppress(ConnectionError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
    try:
        return await asyncio.wait_for(received, 30)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
END = b"\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD + b"X: " + b"a" * 16_000 + END, 200),
        (HEAD + b"X: " + b"a" * (MOST_HEAD + 8_192) + END, 431),
        (HEAD + b"x" * (MOST_HEAD + 8_192), 431),
        (HEAD + b"".join(b"X-%d: a\r\n" % n for n in range(MOST_HEADERS + 1)) + b"\r\n", 431),
        (
            HEAD + b"".join(b"X-%d: a\r\n" % n for n in range(50)) + b"Connection: close\r\n\r\n",
            200,
        ),
        (b"GET /?" + b"a" * (MOST_URL - 100) + b" HTTP/1.1\r\nHost: a" + END, 200),
        (b"GET /?" + b"a" * (MOST_URL + 1) + b" HTTP/1.1\r\nHost: a" + END, 414),
        (b"GET /" + b"a" * MEGABYTE, 414),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=lambda value: value if isinstance(value, int) else f"{len(value)} bytes",
)
async def test_a_head_within_the_bounds_is_answered_and_one_beyond_is_refused(
    port: int, head: bytes, expected: int
) -> None:
    assert status(await answer_to(port, head)) == expected


async def test_sixty_megabytes_of_header_take_no_time_no_memory_and_no_answer_of_others(
    port: int,
) -> None:
    address = f"http://127.0.0.1:{port}/"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with httpx.AsyncClient() as other:
        await other.get(address)
        attack = asyncio.create_task(
            answer_to(port, HEAD + b"X: ", *[b"a" * 65_536] * (60 * MEGABYTE // 65_536))
        )
        slowest = 0.0
        while not attack.done():
            begun = time.perf_counter()
            assert (await other.get(address)).status_code == 200
            slowest = max(slowest, time.perf_counter() - begun)
    assert status(await attack) in (431, 0)
    assert slowest < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


async def test_a_large_body_with_a_small_head_arrives_whole(port: int) -> None:
    async with httpx.AsyncClient() as client:
        for size in (0, 1, MOST_HEAD, 5 * MEGABYTE):
            answer = await client.post(f"http://127.0.0.1:{port}/", content=b"b" * size)
            assert answer.text == str(size)


async def test_trailers_and_chunk_extensions_without_end_are_cut_off(port: int) -> None:
    begun = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n"
    for flood in (b"0\r\nX: ", b"1;x="):
        answer = await answer_to(port, begun + flood, b"a" * MEGABYTE)
        assert b" 200 " not in answer.split(b"\r\n")[0]


async def test_one_byte_at_a_time_is_given_up_after_the_time_for_a_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "HEAD_WITHIN", 0.5)
    monkeypatch.setattr(protocol, "LINGER", 0.1)
    async with served() as port:
        bytes_of_head = [bytes([one]) for one in HEAD]
        assert status(await answer_to(port, *bytes_of_head, pause=0.1)) == 408
        assert await answer_to(port) == b""
        again = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        answer = await answer_to(port, again, *[b"\r\n"] * 10, pause=0.2)
        assert [int(one) for one in re.findall(rb"HTTP/1.1 (\d+)", answer)] == [200, 408]


async def test_idle_connections_beyond_the_bound_give_way_to_new_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "MOST_CONNECTIONS", 20)
    async with served() as port, contextlib.AsyncExitStack() as opened:
        for _ in range(60):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.callback(writer.close)
        assert status(await answer_to(port, HEAD + b"Connection: close\r\n\r\n")) == 200


def test_uvicorn_is_started_nowhere_without_the_bounds() -> None:
    files = [
        file
        for folder in ("deploy", "tests")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r'"-m".{0,40}"uvicorn"|uvicorn\.run\(', file.read_text("utf-8"), re.DOTALL)
    ]
    assert len(files) > 4
    without = [
        str(file.relative_to(ROOT))
        for file in files
        if "shared.http.protocol" not in file.read_text("utf-8")
    ]
    assert without == []
