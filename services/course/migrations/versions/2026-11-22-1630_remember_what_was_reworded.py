"""remember what was reworded.

Revision ID: 8edfc5f0862a
Revises: 2ce6c3851730
Created: 2026-11-22 16:30:24.881583+00:00

squawk: allow require-concurrent-index-creation (the column is new, so the partial index is empty)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8edfc5f0862a"
down_revision: str | Sequence[str] | None = "2ce6c3851730"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("reworded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_outbox_reworded",
        "outbox",
        ["number"],
        unique=False,
        postgresql_where=sa.text("reworded_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_outbox_reworded",
        table_name="outbox",
        postgresql_where=sa.text("reworded_at IS NOT NULL"),
    )
    op.drop_column("outbox", "reworded_at")
