"""know between whom contact is paused.

Revision ID: 7c2e5d90ab34
Revises: 154d1b1bb49b
Created: 2026-11-28 10:30:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7c2e5d90ab34"
down_revision: str | Sequence[str] | None = "154d1b1bb49b"
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


def downgrade() -> None:
    op.drop_index("blocks_by_blocked", table_name="blocks")
    op.drop_table("blocks")
    op.drop_table("frozen_people")
