"""remember for whom streams ended.

Revision ID: 3fd1a7c2be60
Revises: 7c2e5d90ab34
Created: 2026-11-28 12:25:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "3fd1a7c2be60"
down_revision: str | Sequence[str] | None = "7c2e5d90ab34"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "stream_endings",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream_endings")),
    )
    op.create_index("stream_endings_by_session", "stream_endings", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_index("stream_endings_by_session", table_name="stream_endings")
    op.drop_table("stream_endings")
