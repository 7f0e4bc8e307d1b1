"""HTTP: `create_app()` serves every page and nothing else."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

import web
from shared import clock
from shared.http.head import HeadAsGet
from shared.http.middleware import RequestContext
from shared.observability import configure_logging
from shared.watchdog import watched
from web import errors, health, static_files
from web.flash import FlashBox
from web.live.news import News
from web.navigation import navigation_of
from web.reach import client_of
from web.rendering import environment
from web.security import Guard
from web.session import AccessTokens
from web.settings import Settings


def rooms() -> Iterator[APIRouter]:
    """The `routes` of every room: each package `web.<room>` that has a module `routes`."""
    for found in sorted(pkgutil.iter_modules(web.__path__), key=lambda module: module.name):
        if not found.ispkg:
            continue
        try:
            module = importlib.import_module(f"web.{found.name}.routes")
        except ModuleNotFoundError as error:
            if error.name != f"web.{found.name}.routes":
                raise
            continue
        yield module.routes


def create_app(settings: Settings | None = None) -> FastAPI:
    """The pages. Settings come from the environment unless given."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with client_of(settings.upstreams().values()) as client:
            app.state.client = client
            app.state.tokens = AccessTokens(client, settings.accounts_url)
            app.state.news = News(client, app.state.tokens, settings.notifications_url)
            with watched():
                yield
            await app.state.news.close()

    configure_logging("web", settings.log_format, settings.log_level)
    clock.use_file(settings.clock_file)
    app = FastAPI(
        title="Meridian pages",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        max_body_size=settings.max_body_bytes,
    )
    app.state.settings = settings
    app.state.flash_box = FlashBox(settings)
    app.include_router(health.routes)
    app.include_router(static_files.routes)
    for routes in rooms():
        app.include_router(routes)
    errors.install(app)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestContext, service="web")
    environment().globals.update(
        navigation=navigation_of(app), mailbox_url=lambda: settings.mailbox_url
    )
    static_files.assets()
    return app
