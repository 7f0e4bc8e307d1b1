"""look again for repairs.

Revision ID: 6b1f0c9a7d42
Revises: 2eebf5912f49
Created: 2026-11-22 18:33:00.000000+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6b1f0c9a7d42"
down_revision: str | Sequence[str] | None = "2eebf5912f49"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "rescue_cases",
        sa.Column(
            "looked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("rescue_cases", "looked_at")
