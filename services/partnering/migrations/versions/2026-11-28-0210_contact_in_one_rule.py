"""contact in one rule.

Blocks learn the card they were made on; partnerships whether contact is paused; seat offers who said
yes and who agreed. Freezes and blocks that exist already are announced by the tick
`announce_what_stands`, as facts that still hold: nobody is told of an old freeze as of a new one.

Revision ID: 5a0c17e2b9d4
Revises: 5d0c7f1e92ab
Created: 2026-11-28 02:10:00+00:00

squawk: allow ban-drop-constraint (because the one that follows allows one more state)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5a0c17e2b9d4"
down_revision: str | Sequence[str] | None = "5d0c7f1e92ab"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_STATES = "state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired'{more})"


def upgrade() -> None:
    op.create_table(
        "contact_days",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "day", "reach", name=op.f("pk_contact_days")),
    )
    op.add_column("blocks", sa.Column("enrolment_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE blocks SET enrolment_id = (SELECT id FROM enrolments"
        " WHERE person_id = blocks.blocked_id ORDER BY id DESC LIMIT 1)"
    )
    op.add_column(
        "partnerships", sa.Column("contact_paused_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("seat_offers", sa.Column("taken_by", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("ck_seat_offers_state"), "seat_offers", type_="check")
    op.create_check_constraint(
        op.f("ck_seat_offers_state"),
        "seat_offers",
        _STATES.format(more=", 'refused'"),
        postgresql_not_valid=True,
    )
    op.create_table(
        "seat_consents",
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["seat_offers.id"],
            name=op.f("fk_seat_consents_offer_id_seat_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name=op.f("pk_seat_consents")),
    )


def downgrade() -> None:
    op.drop_table("seat_consents")
    op.execute("UPDATE seat_offers SET state = 'declined' WHERE state = 'refused'")
    op.drop_constraint(op.f("ck_seat_offers_state"), "seat_offers", type_="check")
    op.create_check_constraint(
        op.f("ck_seat_offers_state"),
        "seat_offers",
        _STATES.format(more=""),
        postgresql_not_valid=True,
    )
    op.drop_column("seat_offers", "taken_by")
    op.drop_column("partnerships", "contact_paused_at")
    op.drop_column("blocks", "enrolment_id")
    op.drop_table("contact_days")
