"""remind of missing plans.

Revision ID: b41d7e9c0a36
Revises: 4f9b2d60e8a1
Created: 2026-11-28 06:25:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b41d7e9c0a36"
down_revision: str | Sequence[str] | None = "4f9b2d60e8a1"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("plans", "reminded_at")
