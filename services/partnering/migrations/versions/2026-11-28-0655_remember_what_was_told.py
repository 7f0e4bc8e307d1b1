"""remember what was told.

Revision ID: 3e81f0b6a7c2
Revises: 6d0e41c7a8b2
Created: 2026-11-28 06:55:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3e81f0b6a7c2"
down_revision: str | Sequence[str] | None = "3c9be0f7d215"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("companions", sa.Column("refused_for", sa.Text(), nullable=True))
    op.add_column("runs", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("runs", "reminded_at")
    op.drop_column("companions", "refused_for")
