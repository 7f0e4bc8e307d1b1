"""announce overdue checkpoints.

Revision ID: 3a8e51c0b7d4
Revises: 944a04e89044
Created: 2026-11-28 03:10:00+00:00

squawk: allow require-concurrent-index-creation (checkpoints are few; a moment's lock is harmless)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3a8e51c0b7d4"
down_revision: str | Sequence[str] | None = "944a04e89044"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OVERDUE = "reported_at IS NULL AND overdue_announced_at IS NULL"


def upgrade() -> None:
    op.add_column(
        "checkpoints",
        sa.Column("overdue_announced_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index(
        "ix_checkpoints_overdue",
        "checkpoints",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text(OVERDUE),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_checkpoints_overdue", table_name="checkpoints", postgresql_where=sa.text(OVERDUE)
    )
    op.drop_column("checkpoints", "overdue_announced_at")
