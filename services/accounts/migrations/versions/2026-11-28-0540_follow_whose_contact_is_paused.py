"""follow whose contact is paused.

Revision ID: e41d7f0a96b2
Revises: c3e8d5f0717b
Created: 2026-11-28 05:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "e41d7f0a96b2"
down_revision: str | Sequence[str] | None = "c3e8d5f0717b"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "frozen_people",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_frozen_people")),
    )
    op.create_table(
        "paused_members",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("partnership_id", "person_id", name=op.f("pk_paused_members")),
    )
    op.create_index("ix_paused_members_person_id", "paused_members", ["person_id"], unique=False)
    op.create_index("ix_paused_members_cohort_id", "paused_members", ["cohort_id"], unique=False)


def downgrade() -> None:
    op.drop_table("paused_members")
    op.drop_table("frozen_people")
