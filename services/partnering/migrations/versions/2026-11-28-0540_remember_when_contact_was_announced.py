"""remember when contact was announced.

Freezes, blocks and paused partnerships that exist already are announced once more by the first tick:
`accounts` follows them from now on.

Revision ID: 7be20c94d1f3
Revises: 5a0c17e2b9d4
Created: 2026-11-28 05:40:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7be20c94d1f3"
down_revision: str | Sequence[str] | None = "5a0c17e2b9d4"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table, column in _COLUMNS:
        op.drop_column(table, column)


_COLUMNS = (
    ("freezes", "announced_at"),
    ("blocks", "announced_at"),
    ("partnerships", "contact_announced_at"),
)
