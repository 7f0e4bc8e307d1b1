"""follow who has no contact.

Revision ID: e95c37f2a1b8
Revises: bf7b41000e43
Created: 2026-11-28 02:55:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e95c37f2a1b8"
down_revision: str | Sequence[str] | None = "bf7b41000e43"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "paused_partnerships",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", name=op.f("pk_paused_partnerships")),
    )


def downgrade() -> None:
    op.drop_table("paused_partnerships")
