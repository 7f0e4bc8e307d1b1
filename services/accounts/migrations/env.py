"""Alembic's entry: brings the schema of `accounts` to its newest revision."""

import accounts.app  # noqa: F401 - the app imports every room, and with it every table.
from accounts.database import Base
from shared.migrations import run

run(Base.metadata)
