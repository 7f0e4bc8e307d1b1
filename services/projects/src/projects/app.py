"""The projects service over HTTP."""

from fastapi import FastAPI

from projects.boards.routes import routes as boards
from projects.certificates.routes import routes as certificates
from projects.checkpoints.routes import routes as checkpoints
from projects.export.routes import routes as export
from projects.notices.routes import routes as notices
from projects.overview.routes import routes as overview
from projects.results.routes import routes as results
from projects.settings import Settings
from projects.showcase.routes import routes as showcase
from projects.worker import create_worker
from shared.http import service_app


def create_app(settings: Settings | None = None) -> FastAPI:
    """Phase 3: boards, checkpoints, results, the showcase and the certificates of all phases."""
    return service_app(
        settings or Settings(),
        title="Projects",
        description="Phase 3: implementation, results, showcase, certificates.",
        routers=[overview, boards, checkpoints, results, showcase, certificates, notices, export],
        worker=create_worker(),
    )
