"""keep only words as reasons.

Older versions noted "silent" and "handed over" where teachers write why they leave. How somebody
left is known without them, and staff read only what teachers wrote.

Revision ID: 7f20c4b8e163
Revises: 51ff22c97320
Created: 2026-11-28 09:30:00+00:00
"""

from collections.abc import Sequence

from alembic import op

revision: str = "7f20c4b8e163"
down_revision: str | Sequence[str] | None = "51ff22c97320"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "UPDATE partnership_members SET reason = '' WHERE reason IN ('silent', 'handed over')"
    )


def downgrade() -> None:
    """The words were no teacher's; nothing reads them."""
