"""let teachers propose school holidays.

Revision ID: 2eebf5912f49
Revises: 1d59be5048ea
Created: 2026-11-22 18:07:14.337647+00:00

squawk: allow ban-drop-constraint (one more source is let in, nothing that held before fails)
squawk: allow constraint-missing-not-valid (a table of one row for each region)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "2eebf5912f49"
down_revision: str | Sequence[str] | None = "1d59be5048ea"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


SOURCES = "source IN ('example', 'staff', 'import')"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_region_calendars_source"), "region_calendars", type_="check")
    op.create_check_constraint(
        op.f("ck_region_calendars_source"),
        "region_calendars",
        "source IN ('example', 'staff', 'import', 'teacher')",
    )
    op.create_table(
        "calendar_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Date(), nullable=False),
        sa.Column("known_until", sa.Date(), nullable=False),
        sa.Column("holidays", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'refused')", name=op.f("ck_calendar_proposals_state")
        ),
        sa.CheckConstraint(
            "known_from <= known_until", name=op.f("ck_calendar_proposals_known_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_proposals")),
    )
    op.create_index(
        "calendar_proposals_by_person", "calendar_proposals", ["proposed_by", "id"], unique=False
    )
    op.create_index(
        "calendar_proposals_open",
        "calendar_proposals",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.execute("UPDATE region_calendars SET source = 'staff' WHERE source = 'teacher'")
    op.drop_constraint(op.f("ck_region_calendars_source"), "region_calendars", type_="check")
    op.create_check_constraint(op.f("ck_region_calendars_source"), "region_calendars", SOURCES)
    op.drop_index(
        "calendar_proposals_open",
        table_name="calendar_proposals",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("calendar_proposals_by_person", table_name="calendar_proposals")
    op.drop_table("calendar_proposals")
