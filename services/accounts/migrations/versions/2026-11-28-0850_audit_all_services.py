"""audit all services.

Revision ID: a9d2c46e1b07
Revises: e41d7f0a96b2
Created: 2026-11-28 08:50:00+00:00

squawk: allow require-concurrent-index-creation (so far the log holds what staff did about accounts)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a9d2c46e1b07"
down_revision: str | Sequence[str] | None = "e41d7f0a96b2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "audit_entries",
        sa.Column(
            "service",
            sa.Text(),
            server_default=sa.text("'accounts'"),
            nullable=False,
        ),
    )
    op.add_column(
        "audit_entries",
        sa.Column(
            "person_ids",
            sa.ARRAY(sa.Uuid()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_audit_entries_cohort_id", "audit_entries", ["cohort_id", "id"], unique=False
    )
    op.create_index(
        "ix_audit_entries_person_ids",
        "audit_entries",
        ["person_ids"],
        unique=False,
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_audit_entries_person_ids", table_name="audit_entries")
    op.drop_index("ix_audit_entries_cohort_id", table_name="audit_entries")
    op.drop_column("audit_entries", "person_ids")
    op.drop_column("audit_entries", "service")
