"""Alembic's entry: brings the schema of `notifications` to its newest revision."""

import notifications.app  # noqa: F401 - the app imports every room, and with it every table.
from notifications.database import Base
from shared.migrations import run

run(Base.metadata)
