"""version what a teacher edits.

Revision ID: 51ff22c97320
Revises: 7bbe0cfc092c
Created: 2026-11-28 09:20:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "51ff22c97320"
down_revision: str | Sequence[str] | None = "7bbe0cfc092c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("profiles", "classes", "partner_posts")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "version")
