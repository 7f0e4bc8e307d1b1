"""go on after the close.

squawk: allow require-concurrent-index-creation (the column is new, so the partial index is empty)

Revision ID: 5c7e1a90d2f4
Revises: 3b7e90c4d612
Created: 2026-11-28 09:05:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5c7e1a90d2f4"
down_revision: str | Sequence[str] | None = "3b7e90c4d612"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("partnerships", sa.Column("extended_until", sa.Date(), nullable=True))
    op.add_column(
        "partnerships",
        sa.Column("finishes_alone", sa.Boolean(), server_default="false", nullable=False),
    )
    op.add_column("partnerships", sa.Column("remind_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_partnerships_extended_until",
        "partnerships",
        ["extended_until"],
        unique=False,
        postgresql_where=sa.text("extended_until is not null and phase <> 'closed'"),
    )
    op.create_table(
        "extension_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "way in ('extend', 'alone', 'finish')", name=op.f("ck_extension_requests_way")
        ),
        sa.CheckConstraint(
            "answer in ('granted', 'declined', 'ended')", name=op.f("ck_extension_requests_answer")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_extension_requests_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_requests")),
    )
    op.create_index(
        op.f("ix_extension_requests_partnership_id"), "extension_requests", ["partnership_id"]
    )
    op.create_index(
        "ix_extension_requests_open",
        "extension_requests",
        ["partnership_id"],
        unique=True,
        postgresql_where=sa.text("answer is null"),
    )


def downgrade() -> None:
    op.drop_table("extension_requests")
    op.drop_index("ix_partnerships_extended_until", table_name="partnerships")
    op.drop_column("partnerships", "remind_on")
    op.drop_column("partnerships", "finishes_alone")
    op.drop_column("partnerships", "extended_until")
