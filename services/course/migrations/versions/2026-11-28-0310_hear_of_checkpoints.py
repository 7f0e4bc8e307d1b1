"""hear of checkpoints.

Revision ID: 9d27c4f81a05
Revises: 5c1f0a7d2e64
Created: 2026-11-28 03:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "9d27c4f81a05"
down_revision: str | Sequence[str] | None = "5c1f0a7d2e64"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "checkpoint_signals",
        sa.Column("checkpoint_id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("help_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("checkpoint_id", name=op.f("pk_checkpoint_signals")),
    )
    op.create_index(
        op.f("ix_checkpoint_signals_cohort_id"), "checkpoint_signals", ["cohort_id"], unique=False
    )
    op.create_index(
        op.f("ix_checkpoint_signals_partnership_id"),
        "checkpoint_signals",
        ["partnership_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("checkpoint_signals")
