"""note who also entered a school.

Revision ID: d81e4c60b9f2
Revises: c3f09a6d51e8
Created: 2026-11-28 14:02:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d81e4c60b9f2"
down_revision: str | Sequence[str] | None = "c3f09a6d51e8"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "schools",
        sa.Column("also_entered_by", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("schools", "also_entered_by")
