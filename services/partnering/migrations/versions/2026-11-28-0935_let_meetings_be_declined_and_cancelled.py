"""let meetings be declined and cancelled.

Revision ID: 7d20c5b8f316
Revises: 7f20c4b8e163
Created: 2026-11-28 09:35:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7d20c5b8f316"
down_revision: str | Sequence[str] | None = "7f20c4b8e163"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "meetings", sa.Column("sequence", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "meetings", sa.Column("status", sa.Text(), server_default="planned", nullable=False)
    )
    op.add_column("meetings", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meetings", sa.Column("ended_by", sa.Uuid(), nullable=True))
    op.create_table(
        "meeting_declines",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("other_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_meeting_declines_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_declines")),
    )


def downgrade() -> None:
    op.drop_table("meeting_declines")
    for column in ("ended_by", "ended_at", "status", "sequence"):
        op.drop_column("meetings", column)
