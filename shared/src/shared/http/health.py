"""Liveness, readiness and metrics. A broker outage makes nobody unready: it fails no command."""

import asyncio
from time import monotonic
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from shared import clock
from shared.backlog import Backlog
from shared.db import Database
from shared.http.auth import public
from shared.http.idempotency import COMMAND_LOG
from shared.http.metrics import metrics
from shared.migrations import head_of

WRITES_EVERY = 2.0
"""Seconds. Anybody may ask, and each write is one on disk."""

routes = APIRouter(dependencies=[public()], include_in_schema=False)


@routes.get("/livez")
async def livez() -> PlainTextResponse:
    return PlainTextResponse("alive\n")


@routes.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """Ready when the database takes what is written, its schema is the one this code was written
    for, and the worker of this process has not ended. What has stopped outside, such as the mail
    server, is told as `degraded`: mail waits, and fails no command."""
    database: Database = request.app.state.database
    expected = head_of(request.app.state.settings.service)
    try:
        async with database.reading() as session:
            found = (
                await session.execute(text("SELECT version_num FROM alembic_version"))
            ).scalar()
    except (SQLAlchemyError, OSError, TimeoutError):
        return JSONResponse({"ready": False, "why": "database unreachable or empty"}, 503)
    if expected is not None and found != expected:
        why = f"schema is at {found}, this code needs {expected}"
        return JSONResponse({"ready": False, "why": why}, 503)
    try:
        if monotonic() - request.app.state.wrote_at > WRITES_EVERY:
            await _write(database)
            request.app.state.wrote_at = monotonic()
    except (SQLAlchemyError, OSError, TimeoutError):
        return JSONResponse({"ready": False, "why": "the database stores nothing"}, 503)
    worker = request.app.state.worker
    working: asyncio.Task[None] | None = request.app.state.working
    if working is not None and working.done():
        return JSONResponse({"ready": False, "why": "the worker of this process has ended"}, 503)
    answer = {"ready": True, "working": bool(worker and worker.holding)}
    return JSONResponse({**answer, "degraded": await _stuck(request)})


async def _stuck(request: Request) -> list[str]:
    """What has waited long with nothing going out; in words, without naming anybody."""
    try:
        seen: dict[str, Backlog] = await request.app.state.backlogs.seen(request.app.state.database)
    except (SQLAlchemyError, OSError, TimeoutError):
        return []
    return [backlog.in_words(name) for name, backlog in seen.items() if backlog.stuck]


async def _write(database: Database) -> None:
    """Commands write, so readiness does: a full disk and a standby answer every question."""
    row = insert(COMMAND_LOG).values(
        actor=UUID(int=0),
        key="readyz",
        operation="GET /readyz",
        body_hash="",
        recorded_at=clock.real_now(),
    )
    again = {"recorded_at": row.excluded.recorded_at}
    async with database.transaction() as session:
        await session.execute(
            row.on_conflict_do_update(index_elements=["actor", "key"], set_=again)
        )


routes.get("/metrics")(metrics)
