"""note who is kept apart.

Revision ID: 4b8e61d7a053
Revises: 7d20c5b8f316
Created: 2026-11-28 10:10:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "4b8e61d7a053"
down_revision: str | Sequence[str] | None = "7d20c5b8f316"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "rescue_cases",
        sa.Column("apart_person_ids", sa.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("rescue_cases", "apart_person_ids")
