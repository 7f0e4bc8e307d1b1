"""what teachers insist on.

Revision ID: 118382661e61
Revises: b4aa1a775540
Created: 2026-11-23 05:20:36.175412+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "118382661e61"
down_revision: str | Sequence[str] | None = "b4aa1a775540"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "profiles", sa.Column("musts", sa.ARRAY(sa.Text()), server_default="{}", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("profiles", "musts")
