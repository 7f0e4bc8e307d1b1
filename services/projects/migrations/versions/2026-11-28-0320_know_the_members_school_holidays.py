"""know the members' school holidays.

Revision ID: 7c41d0b95e23
Revises: 3a8e51c0b7d4
Created: 2026-11-28 03:20:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "7c41d0b95e23"
down_revision: str | Sequence[str] | None = "3a8e51c0b7d4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "members",
        sa.Column(
            "school_free",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("members", "school_free")
