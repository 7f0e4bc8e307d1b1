"""note which matches need a look.

Revision ID: 8c41d7e2f059
Revises: 3e81f0b6a7c2
Created: 2026-11-28 08:50:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8c41d7e2f059"
down_revision: str | Sequence[str] | None = "3e81f0b6a7c2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "matches",
        sa.Column("needs_look", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("matches", "needs_look")
