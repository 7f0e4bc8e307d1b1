"""tell officers once an hour.

Reports that wait are told of together. Those from before were told of when they were filed.

Revision ID: 3c9be0f7d215
Revises: 91b3d7e4a05c
Created: 2026-11-28 06:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3c9be0f7d215"
down_revision: str | Sequence[str] | None = "91b3d7e4a05c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE reports SET told_at = filed_at")


def downgrade() -> None:
    op.drop_column("reports", "told_at")
