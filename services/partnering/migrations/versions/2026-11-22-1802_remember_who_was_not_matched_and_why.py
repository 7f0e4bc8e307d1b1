"""remember who was not matched and why.

Revision ID: 1d59be5048ea
Revises: 626feef88f5e
Created: 2026-11-22 18:02:05.201245+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "1d59be5048ea"
down_revision: str | Sequence[str] | None = "626feef88f5e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "enrolments", sa.Column("unmatched_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "enrolments", sa.Column("unmatched_because", sa.Text(), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("enrolments", "unmatched_because")
    op.drop_column("enrolments", "unmatched_at")
