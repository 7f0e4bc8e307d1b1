"""note whose act a mail tells of.

Revision ID: 6b0d93e7f1c8
Revises: 3fd1a7c2be60
Created: 2026-11-28 13:22:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6b0d93e7f1c8"
down_revision: str | Sequence[str] | None = "3fd1a7c2be60"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "mails",
        sa.Column("acting_ids", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("mails", "acting_ids")
