"""note what troubles a partnership.

Nobody is added to a pair that has not been in touch, has to stop, or waits for help.

Revision ID: 6d0e41c7a8b2
Revises: 7be20c94d1f3
Created: 2026-11-28 06:04:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6d0e41c7a8b2"
down_revision: str | Sequence[str] | None = "7be20c94d1f3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "partnerships",
        sa.Column("troubles", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("partnerships", "troubles")
