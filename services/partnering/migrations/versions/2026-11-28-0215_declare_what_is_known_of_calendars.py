"""declare what is known of calendars, and keep their versions.

Revision ID: 5d0c7f1e92ab
Revises: 5d0c2b7e91aa
Created: 2026-11-28 02:15:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "5d0c7f1e92ab"
down_revision: str | Sequence[str] | None = "5d0c2b7e91aa"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSONB = postgresql.JSONB(astext_type=sa.Text())


def upgrade() -> None:
    op.create_table(
        "complete_stretches",
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "starts_on <= ends_on", name=op.f("ck_complete_stretches_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["country", "region"],
            ["region_calendars.country", "region_calendars.region"],
            name=op.f("fk_complete_stretches_country_region_calendars"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "country", "region", "starts_on", name=op.f("pk_complete_stretches")
        ),
    )
    op.create_table(
        "region_aliases",
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("country", "alias", name=op.f("pk_region_aliases")),
    )
    op.create_table(
        "calendar_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_schools", JSONB, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('edited', 'imported', 'proposed', 'declared', 'renamed', 'merged', 'deleted',"
            " 'undone')",
            name=op.f("ck_calendar_changes_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
    )
    op.create_table(
        "calendar_versions",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", JSONB, nullable=True),
        sa.Column("after", JSONB, nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_calendar_versions_change_id_calendar_changes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "change_id", "country", "region", name=op.f("pk_calendar_versions")
        ),
    )
    op.create_index(
        "calendar_versions_by_region",
        "calendar_versions",
        ["country", "region", "number"],
        unique=True,
    )
    op.add_column(
        "school_holidays", sa.Column("source_key", sa.Text(), server_default="", nullable=False)
    )
    op.add_column(
        "calendar_proposals",
        sa.Column("complete", sa.Boolean(), server_default="false", nullable=False),
    )
    # What a person entered as known was their word for it. What an import concluded was not.
    op.execute(
        "INSERT INTO complete_stretches"
        " (country, region, starts_on, ends_on, declared_by, declared_at)"
        " SELECT country, region, known_from, known_until, updated_by, updated_at"
        " FROM region_calendars WHERE source IN ('staff', 'teacher', 'example')"
    )
    op.execute("UPDATE calendar_proposals SET complete = true")
    # No longer written; the release before this one reads them as "known for one day long ago".
    for column in ("known_from", "known_until"):
        op.alter_column("region_calendars", column, server_default=sa.text("'1970-01-01'::date"))


def downgrade() -> None:
    for column in ("known_from", "known_until"):
        op.alter_column("region_calendars", column, server_default=None)
    op.drop_column("calendar_proposals", "complete")
    op.drop_column("school_holidays", "source_key")
    op.drop_table("calendar_versions")
    op.drop_table("calendar_changes")
    op.drop_table("region_aliases")
    op.drop_table("complete_stretches")
