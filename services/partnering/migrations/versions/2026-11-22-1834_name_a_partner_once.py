"""name a partner once.

Revision ID: 4f8ec957cc5c
Revises: 6b1f0c9a7d42
Created: 2026-11-22 18:34:25.358945+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4f8ec957cc5c"
down_revision: str | Sequence[str] | None = "6b1f0c9a7d42"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "named_once",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("email_hash", sa.Text(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cohort_id", "email_hash", name=op.f("pk_named_once")),
    )


def downgrade() -> None:
    op.drop_table("named_once")
