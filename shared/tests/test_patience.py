"""Work ends when the caller hangs up."""

import asyncio

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request

from meridian.ports import free_ports
from shared.http.patience import while_waited_for


async def test_work_is_cancelled_when_the_caller_hangs_up() -> None:
    app, ended = FastAPI(), asyncio.Event()

    async def compute(seconds: float) -> str:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            ended.set()
            raise
        return "done"

    @app.get("/compute/{seconds}")
    async def ask(request: Request, seconds: float) -> str:
        return await while_waited_for(request, compute(seconds))

    (port,) = free_ports(1)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/compute/0.7")).json() == "done"
        assert not ended.is_set()
        with pytest.raises(httpx.ReadTimeout):
            await client.get("/compute/30", timeout=0.3)
        await asyncio.wait_for(ended.wait(), 3)
    server.should_exit = True
    await serving
