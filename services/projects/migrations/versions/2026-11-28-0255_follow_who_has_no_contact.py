"""follow who has no contact.

Revision ID: d84b26e1f0a7
Revises: 7c41d0b95e23
Created: 2026-11-28 02:55:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d84b26e1f0a7"
down_revision: str | Sequence[str] | None = "7c41d0b95e23"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "frozen_people",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_frozen_people")),
    )
    op.create_table(
        "blocks",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("blocked_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "blocked_id", name=op.f("pk_blocks")),
    )
    op.create_index("blocks_by_blocked", "blocks", ["blocked_id"], unique=False)
    op.add_column(
        "partnerships", sa.Column("contact_paused_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("partnerships", "contact_paused_at")
    op.drop_index("blocks_by_blocked", table_name="blocks")
    op.drop_table("blocks")
    op.drop_table("frozen_people")
