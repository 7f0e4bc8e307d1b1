"""remember who was held before.

Undoing an advance also brings back whom staff had held back until then.

Revision ID: 8c27e5f1b093
Revises: d84b26e1f0a7
Created: 2026-11-28 06:24:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c27e5f1b093"
down_revision: str | Sequence[str] | None = "d84b26e1f0a7"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "projects",
        sa.Column("held_before", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("projects", "held_before")
