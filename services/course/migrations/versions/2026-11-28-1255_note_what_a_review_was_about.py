"""note what a review was about.

Revision ID: 91c4e7d05b3a
Revises: 0ec8338fb974
Created: 2026-11-28 12:55:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "91c4e7d05b3a"
down_revision: str | Sequence[str] | None = "0ec8338fb974"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("plan_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("reviews", "plan_version")
