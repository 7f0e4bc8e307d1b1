"""Figures for Prometheus, for whoever holds the installation's token; for others there is nothing."""

import contextlib
from hmac import compare_digest

from fastapi import HTTPException, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from shared.http.backlogs import Backlogs
from shared.settings import ServiceSettings


async def metrics(request: Request) -> Response:
    """The token comes as `Authorization: Bearer …`. Without a file of it, nobody is let in."""
    settings: ServiceSettings = request.app.state.settings
    file = settings.metrics_token_file
    expected = file.read_text().strip() if file else ""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    known = scheme.lower() == "bearer" and compare_digest(given.strip().encode(), expected.encode())
    if not expected or not known:
        raise HTTPException(404)
    # The pages keep nothing that could wait.
    backlogs: Backlogs | None = getattr(request.app.state, "backlogs", None)
    if backlogs is not None:
        with contextlib.suppress(SQLAlchemyError, OSError, TimeoutError):
            await backlogs.measure(settings.service, request.app.state.database)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
