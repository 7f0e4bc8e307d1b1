"""Alembic's entry: brings the schema of `course` to its newest revision."""

import course.app  # noqa: F401 - the app imports every room, and with it every table.
from course.database import Base
from shared.migrations import run

run(Base.metadata)
