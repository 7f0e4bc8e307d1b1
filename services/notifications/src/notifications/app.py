"""HTTP of notifications."""

from fastapi import FastAPI

from notifications.announcements.routes import routes as announcements
from notifications.export.routes import routes as export
from notifications.inbox.routes import routes as inbox
from notifications.mail.postman import Postman
from notifications.mail.queries import mail_backlog
from notifications.mail.routes import routes as mail
from notifications.preferences.routes import routes as preferences
from notifications.reactions import REACTIONS
from notifications.recipients.routes import routes as recipients
from notifications.settings import Settings
from notifications.streams.routes import routes as streams
from notifications.unsubscriptions.routes import routes as unsubscriptions
from notifications.worker import create_worker
from shared.http import service_app


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    postman = Postman(settings)
    return service_app(
        settings,
        title="Notifications",
        description="What you are told, where and when: inbox, e-mail, live hints, announcements.",
        routers=[
            inbox,
            preferences,
            unsubscriptions,
            streams,
            announcements,
            mail,
            recipients,
            export,
        ],
        worker=create_worker(postman),
        backlogs={"mail": mail_backlog},
        state={"postman": postman, "reactions": REACTIONS},
    )
