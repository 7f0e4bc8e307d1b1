"""HEAD over a real connection: what GET would answer, without its body and without its waiting."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.sse import EventSourceResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import StreamingResponse

from meridian.ports import free_ports
from shared.http.head import HeadAsGet
from shared.http.middleware import RequestContext
from shared.observability import REQUESTS, configure_logging

LEFT: list[str] = []
MADE: list[str] = []


async def _for_ever() -> AsyncIterator[str]:
    try:
        while True:
            yield ": still here\n\n"
            await asyncio.sleep(0.01)
    finally:
        LEFT.append("stream")


def _app() -> FastAPI:
    app = FastAPI()

    @app.get("/things")
    async def list_things() -> Response:
        return Response("ş" * 2_000, media_type="text/plain")

    @app.get("/table")
    async def read_table() -> StreamingResponse:
        return StreamingResponse(iter(["a,b\n", "c,d\n"]), media_type="text/csv")

    @app.get("/empty", status_code=204)
    async def read_nothing() -> None:
        return None

    @app.get("/live")
    async def watch() -> StreamingResponse:
        return StreamingResponse(_for_ever(), media_type="text/event-stream")

    @app.get("/events", response_class=EventSourceResponse)
    async def watch_events() -> AsyncIterator[str]:
        async for line in _for_ever():
            yield line

    @app.get("/broken")
    async def read_broken(request: Request) -> None:
        raise RuntimeError(request.method)

    @app.post("/orders")
    async def make_order() -> None:
        MADE.append("order")

    app.add_middleware(GZipMiddleware, minimum_size=100)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestContext, service="head-test")
    return app


@pytest.fixture(params=["h11", "httptools"])
async def client(request: pytest.FixtureRequest) -> AsyncIterator[httpx.AsyncClient]:
    configure_logging("test", "json", "info")
    (port,) = free_ports(1)
    server = uvicorn.Server(
        uvicorn.Config(_app(), port=port, http=request.param, log_level="critical", lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=5) as opened:
        yield opened
    server.should_exit = True
    await serving


@pytest.fixture(autouse=True)
def nothing_left() -> None:
    LEFT.clear()


@pytest.mark.parametrize("path", ["/things", "/table", "/empty", "/nowhere", "/broken"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
async def test_head_has_the_status_and_the_length_of_get(
    path: str, encoding: str, client: httpx.AsyncClient
) -> None:
    headers = {"Accept-Encoding": encoding}
    head = await client.head(path, headers=headers)
    async with client.stream("GET", path, headers=headers) as get:
        sent = len(b"".join([part async for part in get.aiter_raw()]))
    assert (head.status_code, head.content) == (get.status_code, b"")
    if path != "/empty":
        assert int(head.headers["content-length"]) == sent
    for name in ("content-type", "content-encoding"):
        assert head.headers.get(name) == get.headers.get(name)
    assert (await client.get("/things")).status_code == 200


@pytest.mark.parametrize("path", ["/live", "/events"])
async def test_a_stream_is_left_as_soon_as_it_has_begun(
    path: str, client: httpx.AsyncClient
) -> None:
    head = await client.head(path)
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")
    async with asyncio.timeout(2):
        while not LEFT:
            await asyncio.sleep(0.01)
    assert (await client.head(path)).status_code == 200


async def test_what_takes_no_get_takes_no_head(client: httpx.AsyncClient) -> None:
    assert (await client.head("/orders")).status_code == 405
    assert MADE == []


async def test_a_head_is_counted_under_the_name_of_its_operation(client: httpx.AsyncClient) -> None:
    def counted() -> float:
        return REQUESTS.labels("head-test", "list_things", "200")._sum.get()

    before = counted()
    await client.head("/things")
    assert counted() > before
