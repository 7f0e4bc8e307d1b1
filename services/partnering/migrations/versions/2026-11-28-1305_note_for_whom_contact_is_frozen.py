"""note for whom contact is frozen.

Revision ID: c3f09a6d51e8
Revises: 4b8e61d7a053
Created: 2026-11-28 13:05:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c3f09a6d51e8"
down_revision: str | Sequence[str] | None = "4b8e61d7a053"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Null is the whole programme: who set the freezes of before is not known any more.
    op.add_column("freezes", sa.Column("cohort_ids", sa.ARRAY(sa.Uuid()), nullable=True))


def downgrade() -> None:
    op.drop_column("freezes", "cohort_ids")
