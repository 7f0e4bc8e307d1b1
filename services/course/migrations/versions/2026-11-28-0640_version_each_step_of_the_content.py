"""version each step of the content.

Revision ID: 3b7e90c4d612
Revises: b41d7e9c0a36
Created: 2026-11-28 06:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3b7e90c4d612"
down_revision: str | Sequence[str] | None = "b41d7e9c0a36"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "steps", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("steps", "version")
