"""remember who was held before.

Undoing an advance also brings back whom staff had held back until then.

Revision ID: 4f9b2d60e8a1
Revises: c3f1a9d07e52
Created: 2026-11-28 06:24:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4f9b2d60e8a1"
down_revision: str | Sequence[str] | None = "c3f1a9d07e52"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "cohort_advances",
        sa.Column("newly_held", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )
    op.add_column(
        "cohort_advance_moves",
        sa.Column("was_held", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("cohort_advance_moves", "was_held")
    op.drop_column("cohort_advances", "newly_held")
