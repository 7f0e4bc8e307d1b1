"""let staff decide on seats.

A partner who does not answer cannot keep a colleague from taking a seat for ever.

Revision ID: 91b3d7e4a05c
Revises: 6d0e41c7a8b2
Created: 2026-11-28 06:32:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "91b3d7e4a05c"
down_revision: str | Sequence[str] | None = "6d0e41c7a8b2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("seat_offers", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "seat_offers", sa.Column("staff_asked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(
        "UPDATE seat_offers SET taken_at = offered_at WHERE taken_by IS NOT NULL AND state = 'open'"
    )


def downgrade() -> None:
    op.drop_column("seat_offers", "staff_asked_at")
    op.drop_column("seat_offers", "taken_at")
