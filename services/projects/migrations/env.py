"""Alembic's entry: brings the schema of `projects` to its newest revision."""

import projects.app  # noqa: F401 - the app imports every room, and with it every table.
from projects.database import Base
from shared.migrations import run

run(Base.metadata)
