"""write to guests.

Revision ID: bf7b41000e43
Revises: cc0bccb2d450
Created: 2026-11-22 18:34:39.997603+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "bf7b41000e43"
down_revision: str | Sequence[str] | None = "cc0bccb2d450"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "guest_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('queued', 'sent', 'refused')", name=op.f("ck_guest_mails_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_mails")),
        sa.UniqueConstraint("event_id", name=op.f("uq_guest_mails_event_id")),
    )
    op.create_index(
        "guest_mails_queued",
        "guest_mails",
        ["next_attempt_at", "id"],
        unique=False,
        postgresql_where="status = 'queued'",
    )


def downgrade() -> None:
    op.drop_index(
        "guest_mails_queued", table_name="guest_mails", postgresql_where="status = 'queued'"
    )
    op.drop_table("guest_mails")
