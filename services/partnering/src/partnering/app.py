"""HTTP of partnering."""

from fastapi import FastAPI

from partnering.calendars.routes import routes as calendars
from partnering.classes.routes import routes as classes
from partnering.enrolments.routes import routes as enrolments
from partnering.export.routes import routes as export
from partnering.handover.routes import routes as handover
from partnering.invitations.routes import routes as invitations
from partnering.matching.routes import routes as matching
from partnering.partnerships.routes import routes as partnerships
from partnering.people.routes import routes as people
from partnering.posts.routes import routes as posts
from partnering.preview.routes import routes as preview
from partnering.profiles.routes import routes as profiles
from partnering.rescue.routes import routes as rescue
from partnering.room.routes import routes as room
from partnering.safety.routes import routes as safety
from partnering.schools.routes import routes as schools
from partnering.search.routes import routes as search
from partnering.settings import Settings
from partnering.transfers.routes import routes as transfers
from partnering.worker import create_worker
from shared.http import service_app


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    return service_app(
        settings,
        title="Partnering",
        description="Phase 1: profiles, search, invitations, matching, partnerships.",
        routers=[
            schools,
            profiles,
            classes,
            calendars,
            enrolments,
            search,
            posts,
            invitations,
            preview,
            people,
            partnerships,
            handover,
            matching,
            room,
            rescue,
            transfers,
            safety,
            export,
        ],
        worker=create_worker(settings),
    )
