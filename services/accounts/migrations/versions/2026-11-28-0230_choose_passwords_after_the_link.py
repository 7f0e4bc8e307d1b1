"""choose passwords after the link.

Revision ID: c3e8d5f0717b
Revises: 8c41f0a9d27e
Created: 2026-11-28 02:30:00.000000+00:00

`attempt_counts` is not used any more; it goes with the next release, as does the column
`registrations.password_hash`, which is emptied here.

squawk: allow require-concurrent-index-creation (registrations live for three days and are few)
squawk: allow ban-drop-not-null (the release before this one never reads an empty password)
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from shared.identity.addresses import address_key

revision: str = "c3e8d5f0717b"
down_revision: str | Sequence[str] | None = "8c41f0a9d27e"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "allowances",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_allowances")),
    )
    op.create_index("ix_allowances_used_until", "allowances", ["used_until"], unique=False)
    op.add_column("registrations", sa.Column("mail_to_key", sa.Text(), nullable=True))
    op.alter_column("registrations", "password_hash", existing_type=sa.Text(), nullable=True)
    op.execute("UPDATE registrations SET password_hash = NULL")
    _fill_mail_to_key()
    op.create_index("ix_registrations_mail_to_key", "registrations", ["mail_to_key"], unique=False)


def _fill_mail_to_key() -> None:
    if op.get_context().as_sql:
        return
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id, mail_to FROM registrations")).all():
        connection.execute(
            sa.text("UPDATE registrations SET mail_to_key = :key WHERE id = :id"),
            {"key": address_key(row.mail_to), "id": row.id},
        )


def downgrade() -> None:
    op.drop_index("ix_registrations_mail_to_key", table_name="registrations")
    op.execute("DELETE FROM registrations WHERE password_hash IS NULL")
    op.alter_column("registrations", "password_hash", existing_type=sa.Text(), nullable=False)
    op.drop_column("registrations", "mail_to_key")
    op.drop_index("ix_allowances_used_until", table_name="allowances")
    op.drop_table("allowances")
