"""Liveness, readiness and metrics of the pages."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from shared.http.metrics import metrics

routes = APIRouter(include_in_schema=False)


@routes.get("/livez")
async def livez() -> PlainTextResponse:
    return PlainTextResponse("alive\n")


@routes.get("/readyz")
async def readyz() -> JSONResponse:
    """web holds nothing: it is ready when it runs. A missing service has a page that says so."""
    return JSONResponse({"ready": True})


routes.get("/metrics")(metrics)
