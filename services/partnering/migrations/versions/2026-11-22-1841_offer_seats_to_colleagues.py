"""offer seats to colleagues.

Revision ID: 6ebd4e2383c9
Revises: 4f8ec957cc5c
Created: 2026-11-22 18:41:19.927082+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6ebd4e2383c9"
down_revision: str | Sequence[str] | None = "4f8ec957cc5c"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "seat_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_seat_offers_state"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk_seat_offers_enrolment_id_enrolments")
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"],
            ["partnerships.id"],
            name=op.f("fk_seat_offers_partnership_id_partnerships"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_offers")),
    )
    op.create_index(
        "seat_offers_by_email",
        "seat_offers",
        ["email_key"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "seat_offers_falling_due",
        "seat_offers",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "seat_offers_one_open",
        "seat_offers",
        ["enrolment_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_index(
        "seat_offers_one_open", table_name="seat_offers", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index(
        "seat_offers_falling_due",
        table_name="seat_offers",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "seat_offers_by_email", table_name="seat_offers", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_table("seat_offers")
