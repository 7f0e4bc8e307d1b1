"""The course service over HTTP."""

from fastapi import FastAPI

from course.advancing.routes import routes as advancing
from course.cohorts.outline_routes import routes as outline
from course.cohorts.routes import routes as cohorts
from course.content.routes import routes as content
from course.export.routes import routes as export
from course.extensions.routes import routes as extensions
from course.health.routes import routes as health
from course.learning.routes import routes as learning
from course.planning.routes import routes as planning
from course.reviews.routes import routes as reviews
from course.settings import Settings
from course.worker import create_worker
from shared.http import service_app


def create_app(settings: Settings | None = None) -> FastAPI:
    """Phase 2: cohorts and their phases, weeks and steps, plans, peer review, health."""
    return service_app(
        settings or Settings(),
        title="Course",
        description="Cohorts and their phases; phase 2: weeks, plans, peer review, health.",
        routers=[
            cohorts,
            advancing,
            extensions,
            outline,
            content,
            learning,
            planning,
            reviews,
            health,
            export,
        ],
        worker=create_worker(),
    )
