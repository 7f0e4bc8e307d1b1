"""version each section of a plan.

Revision ID: 5c1f0a7d2e64
Revises: 8edfc5f0862a
Created: 2026-11-28 02:00:00+00:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "5c1f0a7d2e64"
down_revision: str | Sequence[str] | None = "8edfc5f0862a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SECTIONS = (
    "title",
    "driving_question",
    "summary",
    "subjects",
    "languages",
    "pupils",
    "product",
    "timeline",
    "roles",
    "assessment",
    "tools",
)


def upgrade() -> None:
    op.add_column(
        "plans",
        sa.Column("section_versions", JSONB, nullable=False, server_default=sa.text("'{}'")),
    )
    # Which section changed when is not known of older plans. A form that was opened before this
    # migration meets a conflict at the worst; it never overwrites unseen.
    pairs = ", ".join(f"'{name}', version" for name in SECTIONS)
    op.execute(f"update plans set section_versions = jsonb_build_object({pairs}) where version > 1")  # noqa: S608


def downgrade() -> None:
    op.drop_column("plans", "section_versions")
