"""withdraw certificates.

A certificate that only the close of a cohort had earned is withdrawn when staff take that back.

Revision ID: 5a1c0e9d74b2
Revises: 1c0cdfac8457
Created: 2026-11-28 09:30:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5a1c0e9d74b2"
down_revision: str | Sequence[str] | None = "1c0cdfac8457"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "certificates",
        sa.Column("by_close", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "certificates", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("certificates", "withdrawn_at")
    op.drop_column("certificates", "by_close")
