"""save searches and post that a partner is wanted.

Revision ID: b4aa1a775540
Revises: 6ebd4e2383c9
Created: 2026-11-22 18:52:26.275385+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "b4aa1a775540"
down_revision: str | Sequence[str] | None = "6ebd4e2383c9"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "partner_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_partner_posts_enrolment_id_enrolments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_posts")),
    )
    op.create_index("partner_posts_by_cohort", "partner_posts", ["cohort_id", "id"], unique=False)
    op.create_index(
        "partner_posts_one_open",
        "partner_posts",
        ["enrolment_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolments.id"],
            name=op.f("fk_saved_searches_enrolment_id_enrolments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
    )
    op.create_index("saved_searches_by_person", "saved_searches", ["person_id"], unique=False)
    op.create_index("saved_searches_due", "saved_searches", ["checked_at"], unique=False)


def downgrade() -> None:
    op.drop_index("saved_searches_due", table_name="saved_searches")
    op.drop_index("saved_searches_by_person", table_name="saved_searches")
    op.drop_table("saved_searches")
    op.drop_index(
        "partner_posts_one_open",
        table_name="partner_posts",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("partner_posts_by_cohort", table_name="partner_posts")
    op.drop_table("partner_posts")
