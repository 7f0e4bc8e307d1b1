"""Alembic's entry: brings the schema of `partnering` to its newest revision."""

import partnering.app  # noqa: F401 - the app imports every room, and with it every table.
from partnering.database import Base
from shared.migrations import run

run(Base.metadata)
