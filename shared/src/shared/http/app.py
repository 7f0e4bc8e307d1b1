"""The application every JSON service is: policies, problems, logs, metrics, health, worker."""

import asyncio
import contextlib
import math
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import APIRouter, FastAPI

from shared import clock
from shared.backlog import Look
from shared.db import Database
from shared.http import delivery, health, idempotency, problems
from shared.http.auth import TokenVerifier, require_policies
from shared.http.backlogs import Backlogs
from shared.http.head import HeadAsGet
from shared.http.middleware import RequestContext
from shared.http.openapi import described
from shared.http.transactions import require_entries
from shared.observability import configure_logging
from shared.settings import ServiceSettings
from shared.watchdog import watched

if TYPE_CHECKING:
    from shared.worker import Worker

log = structlog.get_logger()


def _end_process(worker: "asyncio.Task[None]") -> None:
    """A process whose worker has ended answers and never acts: whoever watches it starts it anew."""
    failure = None if worker.cancelled() else worker.exception()
    log.critical("worker_ended", exc_info=failure)
    signal.raise_signal(signal.SIGTERM)


def service_app(
    settings: ServiceSettings,
    *,
    title: str,
    routers: Sequence[APIRouter],
    worker: "Worker | None" = None,
    description: str = "",
    state: Mapping[str, Any] | None = None,
    backlogs: Mapping[str, Look] | None = None,
) -> FastAPI:
    """A service's app. `state` is put on `app.state` for its own dependencies. `backlogs` are what it
    hands over to something outside, by name.

    With role `http` the worker does not run here, with role `worker` only health is answered.
    """
    database = Database(
        settings.postgres_dsn,
        pool_size=settings.postgres_pool_size,
        application_name=settings.service,
    )

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        configure_logging(settings.service, settings.log_format, settings.log_level)
        working = None
        if worker is not None and settings.role != "http":
            working = asyncio.create_task(worker.run(settings, database))
            working.add_done_callback(_end_process)
            app.state.working = working
        try:
            with watched():
                yield
        finally:
            if working is not None:
                working.remove_done_callback(_end_process)
                working.cancel()
                await asyncio.wait({working})
            await database.close()

    clock.use_file(settings.clock_file)
    app = FastAPI(
        title=f"Meridian {title}",
        version="1",
        description=description,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.settings = settings
    app.state.database = database
    app.state.worker = worker
    app.state.working = None
    app.state.wrote_at = -math.inf
    app.state.bulkheads = {}
    app.state.backlogs = Backlogs(backlogs or {})
    app.state.verifier = TokenVerifier(settings.jwks_file, settings.service)
    for name, value in (state or {}).items():
        setattr(app.state, name, value)
    app.include_router(health.routes)
    if settings.role != "worker":
        app.include_router(delivery.routes)
        for room in routers:
            app.include_router(room)
    problems.install(app)
    idempotency.install(app)
    require_policies(app)
    require_entries(app)
    app.openapi = described(app)  # type: ignore[method-assign]
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        RequestContext, service=settings.service, max_body_bytes=settings.max_body_bytes
    )
    return app
