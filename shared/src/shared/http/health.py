"""Liveness, readiness and metrics. Readiness is the database alone: a broker outage fails no command."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.db import Database
from shared.http.auth import public
from shared.http.metrics import metrics
from shared.migrations import head_of

routes = APIRouter(dependencies=[public()], include_in_schema=False)


@routes.get("/livez")
async def livez() -> PlainTextResponse:
    return PlainTextResponse("alive\n")


@routes.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """Ready when the database answers and its schema is the one this code was written for."""
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
    worker = request.app.state.worker
    return JSONResponse({"ready": True, "working": bool(worker and worker.holding)})


routes.get("/metrics")(metrics)
