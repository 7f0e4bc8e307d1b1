"""ask to go on elsewhere, and say why.

squawk: allow ban-drop-constraint (because the one that follows allows one more way)

Revision ID: 8e02f4c6b1d7
Revises: 91c4e7d05b3a
Created: 2026-11-28 13:05:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8e02f4c6b1d7"
down_revision: str | Sequence[str] | None = "91c4e7d05b3a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ck_extension_requests_way"


def upgrade() -> None:
    op.add_column(
        "extension_requests", sa.Column("reason", sa.Text(), server_default="", nullable=False)
    )
    op.drop_constraint(op.f(NAME), "extension_requests", type_="check")
    op.create_check_constraint(
        op.f(NAME),
        "extension_requests",
        "way in ('extend', 'alone', 'move', 'finish')",
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    op.drop_constraint(op.f(NAME), "extension_requests", type_="check")
    op.execute("UPDATE extension_requests SET way = 'extend' WHERE way = 'move'")
    op.create_check_constraint(
        op.f(NAME),
        "extension_requests",
        "way in ('extend', 'alone', 'finish')",
        postgresql_not_valid=True,
    )
    op.drop_column("extension_requests", "reason")
